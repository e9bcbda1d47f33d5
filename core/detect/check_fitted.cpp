#include "core/detect/check_fitted.h"

#include "core/detect/detector_rows.h"

#include <algorithm>

namespace andon::detect {
namespace {

/// Looks at the values of one detector file.
class Look {
public:
  explicit Look(const FittedDetector& detector)
      : values_(detector.values), channels_(detector.channels.size()) {}
  std::size_t channels() const { return channels_; }
  const std::vector<double>& list(const std::string& name) const {
    static const std::vector<double> none;
    const auto found = values_.find(name);
    return found == values_.end() ? none : found->second;
  }
  bool has(const std::string& name, std::size_t size) const {
    return values_.count(name) > 0 && list(name).size() == size;
  }
  bool a_channel(std::initializer_list<const char*> names) const {
    return std::all_of(names.begin(), names.end(), [&](const char* name) { return has(name, channels_); });
  }
  /// Whole numbers below `limit` (and not below 0).
  bool indices(const std::string& name, std::size_t limit) const {
    return std::all_of(list(name).begin(), list(name).end(), [&](double value) {
      return value >= 0 && value < static_cast<double>(limit) && value == std::floor(value);
    });
  }

private:
  const FittedValues& values_;
  std::size_t channels_;
};

bool good_innovation(const Look& look) {
  return look.a_channel({"centre", "deviation", "wanders", "slope", "intercept", "chart_deviation"});
}

bool good_autoregression(const Look& look, const OptionMap& values) {
  const auto options = configured<AutoregressionOptions>(values);
  return options && look.a_channel({"centre", "deviation", "intercept", "residual"}) &&
         look.has("weights", static_cast<std::size_t>(options->lags) * look.channels() * look.channels());
}

bool good_pca(const Look& look) {
  return look.a_channel({"mean", "scale"}) && look.has("means", 3) &&
         look.has("axes", look.list("variance").size() * look.channels());
}

bool good_nearest(const Look& look) {
  const std::size_t size = look.list("reference").size();
  return look.a_channel({"centre", "deviation"}) && size > 0 && size % look.channels() == 0 &&
         look.indices("starts", size / look.channels());
}

/// Every split leads to later nodes, so that each walk ends.
bool good_isolation(const Look& look) {
  const std::vector<double>& nodes = look.list("nodes");
  if (!look.has("sample", 1) || nodes.empty() || nodes.size() % 5 != 0 || look.list("roots").empty() ||
      !look.indices("roots", nodes.size() / 5))
    return false;
  for (std::size_t node = 0; node * 5 < nodes.size(); ++node) {
    const double* at = &nodes[node * 5];
    if (!(at[4] >= 1 && at[4] < 1e9))
      return false;
    if (at[0] < 0)
      continue;
    const double count = static_cast<double>(nodes.size() / 5), here = static_cast<double>(node);
    if (!(at[0] < static_cast<double>(look.channels()) && at[2] > here && at[3] > here && at[2] < count &&
          at[3] < count))
      return false;
  }
  return true;
}

} // namespace

Result<void> check_fitted(const FittedDetector& detector) {
  const Look look(detector);
  bool good = look.channels() > 0 && std::isfinite(detector.line) && detector.line > 0;
  if (detector.id == "innovation")
    good = good && good_innovation(look);
  else if (detector.id == "ar")
    good = good && good_autoregression(look, detector.options);
  else if (detector.id == "pca")
    good = good && good_pca(look);
  else if (detector.id == "nearest")
    good = good && good_nearest(look);
  else if (detector.id == "isolation")
    good = good && good_isolation(look);
  else
    good = good && look.a_channel({"centre", "deviation"});
  if (!good)
    return fail(ErrorCode::corrupt, "the stored values of detector '" + detector.id +
                                        "' do not fit together; train it again or restore the file");
  return {};
}

} // namespace andon::detect
