#include "core/workflow/model_table.h"

#include "core/workflow/detector_model.h"
#include "core/workflow/image_model.h"
#include "core/workflow/motor_model.h"
#include "core/workflow/preclassifier_model.h"
#include "core/workflow/scene_model.h"
#include "core/workflow/structure_model.h"

namespace andon::workflow {

namespace {

std::vector<ModelEntry> rows() {
  std::vector<ModelEntry> all{
      {.id = "motor",
       .title = "Motor dual encoder: does the current still match the command?",
       .paper = "symmetric InfoNCE: van den Oord et al. 2018; Radford et al. 2021",
       .modality = "signals",
       .options = motor::options,
       .resolve = motor::resolve,
       .fit = motor::fit,
       .score = motor::score,
       .beside = motor::beside,
       .embed = motor::embed,
       .preview = motor::preview,
       .adapt = motor::adapt,
       .adapt_options = motor::adapt_options,
       .adapt_recent = motor::adapt_recent,
       .recent_options = motor::recent_options},
  };
  for (std::vector<ModelEntry> more : {structure::model_rows(), preclassifier::model_rows(), scenes::model_rows(), detectors::model_rows(), images::model_rows()})
    all.insert(all.end(), more.begin(), more.end());
  return all;
}

} // namespace

const Table<ModelEntry>& model_table() {
  static const Table<ModelEntry> table("model", rows());
  return table;
}

Result<const ModelEntry*> find_model(const std::string& id, const DataSource& data) {
  ANDON_ASSIGN(const ModelEntry* entry, model_table().find(id));
  if (entry->modality != data.modality)
    return fail(ErrorCode::unsupported, "model '" + id + "' takes " + entry->modality + ", but data set '" +
                                            data.name + "' holds " + data.modality);
  return entry;
}

} // namespace andon::workflow
