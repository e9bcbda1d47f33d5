#include "core/decision/threshold_table.h"
#include "core/drift/drift_table.h"
#include "core/metrics/baseline.h"
#include "core/simulate/simulator_table.h"
#include "core/workflow/about.h"
#include "core/workflow/adapt.h"
#include "core/workflow/model_table.h"
#include "core/workflow/promise.h"

namespace andon::workflow {
namespace {

struct MetricText {
  const char *id, *title, *paper;
};
/// What `evaluate` reports, in its words.
constexpr MetricText metric_texts[] = {
    {"auroc", "Area under the ROC curve: P(abnormal scores higher than normal), ties count half",
     "DeLong et al. 1988 (interval)"},
    {"aupr", "Average precision, tied scores taken together", "stratified bootstrap (interval)"},
    {"f1", "2TP/(2TP + FP + FN) at the run's stored threshold, never chosen from the evaluated data",
     "stratified bootstrap (interval)"},
    {"precision", "Share of the flagged items that are abnormal, at the stored threshold",
     "Clopper & Pearson 1934"},
    {"recall", "Share of the abnormal items that are flagged, at the stored threshold",
     "Clopper & Pearson 1934"},
    {"escape_rate", "Share of the abnormal items that pass", "Clopper & Pearson 1934"},
    {"overkill_rate", "Share of the normal items that are flagged", "Clopper & Pearson 1934"},
    {"vus_pr", "Volume under the precision–recall surface of rows in time, buffers 0 … vus_buffer rows",
     "Paparrizos et al. 2022; bootstrap over recordings (interval)"},
    {"vus_roc", "Volume under the ROC surface of rows in time", "Paparrizos et al. 2022"},
    {"range_f1",
     "Range-based F1, flat bias, reciprocal cardinality; range_precision and range_recall beside it",
     "Tatbul et al. 2018"},
    {"affiliation_f1",
     "Affiliation F1 in continuous time; affiliation_precision and affiliation_recall beside it",
     "Huet, Navarro & Rossi 2022"},
    {"segment_iou", "Mean over events of the best intersection over union with one alarm", ""},
    {"event_recall", "Share of the events that at least one called row touches", "Clopper & Pearson 1934"},
    {"detection_delay", "Median seconds from the begin of an event to its first called row, found events",
     "order statistics (interval)"},
    {"pixel_auroc", "Area under the ROC curve of the pixels of all images together",
     "bootstrap over images (interval)"},
    {"pixel_aupr", "Average precision of the pixels of all images together",
     "bootstrap over images (interval)"},
    {"aupro",
     "Area under mean overlap of the defects against the false-positive rate of the pixels, up to a rate of "
     "0.3, "
     "divided by 0.3",
     "Bergmann et al. 2021; bootstrap over images (interval)"},
    {"aupimo",
     "Mean over the bad images of the share of defect pixels found, averaged over the logarithm of the mean "
     "false-positive rate of the good images from 1e-5 to 1e-4",
     "Bertoldo et al. 2024; bootstrap over images (interval)"},
    {"pixel_precision",
     "Share of the called pixels that are defective, at the line of the contours (1 in 1,000 normal pixels)",
     "bootstrap over images (interval)"},
    {"pixel_recall", "Share of the defective pixels that are called, at the line of the contours",
     "bootstrap over images (interval)"},
    {"pixel_f1", "F1 of the pixels at the line of the contours", "bootstrap over images (interval)"},
    {"region_recall",
     "Share of the connected defect regions that at least one called pixel touches, at the line of the "
     "contours",
     "Clopper & Pearson 1934"},
    {"review_share", "Share of the items between the two lines of a review band", "Clopper & Pearson 1934"},
    {"escape_rate_after_review",
     "Share of the abnormal items that lie below both lines, so that nobody looks at them",
     "Clopper & Pearson 1934"},
    {"overkill_rate_after_review",
     "Share of the normal items that are flagged without a review: at or above the upper line",
     "Clopper & Pearson 1934"},
    {"retrieval_at_1", "Share of healthy command windows whose own current is the most similar among 64",
     "Clopper & Pearson 1934"},
};

using Entries = std::vector<DescribedEntry>;

void add_models(Entries& out) {
  for (const ModelEntry& row : model_table().rows())
    out.push_back({"model", row.id, row.title, row.paper, row.options()});
}
void add_simulators(Entries& out) {
  for (const SimulatorEntry& row : simulators().rows())
    out.push_back({"simulator", row.id, row.title, "", row.options});
}
void add_thresholds(Entries& out) {
  for (const ThresholdMethod& row : threshold_methods().rows())
    out.push_back({"threshold", row.id, row.title, row.paper, row.options});
}
void add_drift(Entries& out) {
  for (const DriftMethod& row : drift_methods().rows()) {
    std::vector<OptionInfo> options = describe_defaults<RunLengthOptions>();
    for (OptionInfo option : row.options) {
      option.key = row.id + "." + option.key;
      options.push_back(std::move(option));
    }
    out.push_back({"drift", row.id, row.title, row.paper, std::move(options)});
  }
}
void add_promise(Entries& out) {
  out.push_back({"promise", "promise", "Budget of false alarms, alarm logic and groups of a threshold", "",
                 describe_defaults<PromiseOptions>()});
}
void add_metrics(Entries& out) {
  for (const MetricText& row : metric_texts)
    out.push_back({"metric", row.id, row.title, row.paper, {}});
}
void add_baselines(Entries& out) {
  for (const BaselineEntry& row : baselines().rows())
    out.push_back({"baseline", row.id, row.title, row.paper, row.options});
}
void add_adaptations(Entries& out) {
  for (const ModelEntry& row : model_table().rows()) {
    if (row.adapt_options)
      out.push_back({"adaptation", row.id, "Fine-tuning on labels: " + row.title, "",
                     adapt_options(row.id).value_or(std::vector<OptionInfo>{})});
    if (row.recent_options)
      out.push_back({"adaptation", row.id + "/recent", "Without labels, to a new condition: " + row.title, "",
                     adapt_options(row.id, true).value_or(std::vector<OptionInfo>{})});
  }
}
void add_benches(Entries& out) {
  for (const BenchInfo& row : benches())
    out.push_back({"bench", row.id, row.title, "", row.options});
}

struct Kind {
  std::string id, title;
  void (*add)(Entries&);
};
const Table<Kind>& kinds() {
  static const Table<Kind> table("kind", {{"model", "Models", add_models},
                                          {"simulator", "Simulators", add_simulators},
                                          {"threshold", "Threshold methods", add_thresholds},
                                          {"promise", "Promises", add_promise},
                                          {"drift", "Drift detectors", add_drift},
                                          {"metric", "Metrics", add_metrics},
                                          {"adaptation", "Adaptations", add_adaptations},
                                          {"baseline", "Baselines", add_baselines},
                                          {"bench", "Benchmarks", add_benches}});
  return table;
}

} // namespace

Result<std::vector<DescribedEntry>> describe(const std::string& kind, const std::string& id) {
  Entries all;
  if (kind.empty()) {
    for (const Kind& each : kinds().rows())
      each.add(all);
    return all;
  }
  ANDON_ASSIGN(const Kind* row, kinds().find(kind));
  row->add(all);
  if (id.empty())
    return all;
  const Table<DescribedEntry> table(kind, all);
  ANDON_ASSIGN(const DescribedEntry* entry, table.find(id));
  return Entries{*entry};
}

} // namespace andon::workflow
