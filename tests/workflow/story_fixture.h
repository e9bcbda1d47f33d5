#pragma once
#include "core/base/atomic_file.h"
#include "core/workflow/data.h"
#include "core/workflow/runs.h"

#include <QTemporaryDir>
#include <QtTest>

namespace andon::workflow {

/// A temporary workspace with a small simulated data set, made once a test program.
class Story {
public:
  std::filesystem::path folder() const { return root_.path().toStdString(); }
  std::filesystem::path data() const { return folder() / "motor"; }
  Workspace open(const std::string& name = "workspace") const {
    auto workspace = Workspace::open(folder() / name, {.device = "cpu", .threads = 2, .store = ""});
    if (!workspace)
      qFatal("%s", workspace.error().message.c_str());
    return std::move(*workspace);
  }
  /// 96 healthy training units, 24 healthy and 24 dull test units of 64 samples.
  Result<SimulateOut> simulate_small(const std::filesystem::path& out, bool replace = false) const {
    const OptionMap options{{"length", std::int64_t{64}},
                            {"rate", 25.0},
                            {"train", std::int64_t{96}},
                            {"test_healthy", std::int64_t{24}},
                            {"test_dull", std::int64_t{24}}};
    Progress silent;
    return simulate({.simulator = "motor", .options = options, .seed = 3, .out = out, .replace = replace},
                    silent, {});
  }
  static OptionMap small_options(std::int64_t epochs = 4) {
    return {{"epochs", epochs},
            {"batch", std::int64_t{16}},
            {"width", std::int64_t{8}},
            {"embedding", std::int64_t{16}}};
  }

private:
  QTemporaryDir root_;
};

/// Asks for a stop after `n` reports of the metric.
class StopAfter : public Progress {
public:
  StopAfter(std::string metric, int n) : metric_(std::move(metric)), left_(n) {}
  void metric(std::string_view name, std::int64_t, double) override {
    if (name == metric_ && --left_ == 0)
      source_.request_stop();
  }
  std::stop_token token() const { return source_.get_token(); }

private:
  std::string metric_;
  int left_;
  std::stop_source source_;
};

} // namespace andon::workflow

/// The value of a Result, or a failed test with its sentence.
#define VALUE(variable, expression)                                                                          \
  auto variable##_result = (expression);                                                                     \
  QVERIFY2(variable##_result, variable##_result ? "" : variable##_result.error().message.c_str());           \
  [[maybe_unused]] auto& variable = *variable##_result

/// Checks the code and a part of the sentence of an error.
#define FAILS_WITH(expression, expected_code, part)                                                          \
  do {                                                                                                       \
    const auto failed = (expression);                                                                        \
    QVERIFY2(!failed, "expected an error");                                                                  \
    QVERIFY2(failed.error().message.find(part) != std::string::npos, failed.error().message.c_str());        \
    QCOMPARE(failed.error().code, expected_code);                                                            \
  } while (false)
