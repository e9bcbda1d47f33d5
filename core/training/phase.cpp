#include "core/training/phase.h"

namespace andon {
namespace {

class PhaseProgress : public Progress {
public:
  PhaseProgress(std::string name, Progress& sink) : name_(std::move(name)), sink_(sink) {}
  void stage(std::string_view name, std::int64_t total) override {
    sink_.stage(name_ + ": " + std::string(name), total);
  }
  void advance(std::int64_t done) override { sink_.advance(done); }
  void metric(std::string_view name, std::int64_t step, double value) override {
    sink_.metric(name_ + "/" + std::string(name), step, value);
  }
  void message(std::string_view text) override { sink_.message(text); }

private:
  std::string name_;
  Progress& sink_;
};

} // namespace

Result<TrainingReport> train_phase(const std::string& name, const Objective& objective,
                                   const TrainingOptions& options, const std::filesystem::path& run_folder,
                                   Progress& progress, std::stop_token stop) {
  std::filesystem::path folder;
  if (!run_folder.empty()) {
    folder = run_folder / name;
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error)
      return fail(ErrorCode::io, "cannot create " + folder.string() + ": " + error.message());
  }
  PhaseProgress named(name, progress);
  return train(objective, options, folder, named, std::move(stop));
}

} // namespace andon
