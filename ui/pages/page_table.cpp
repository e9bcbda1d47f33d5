#include "ui/pages/anomaly_page.h"
#include "ui/pages/drift_page.h"
#include "ui/pages/embeddings_page.h"
#include "ui/pages/health_page.h"
#include "ui/pages/images_page.h"
#include "ui/pages/models_page.h"
#include "ui/pages/page.h"
#include "ui/pages/review_page.h"
#include "ui/pages/runs_page.h"
#include "ui/pages/scene_page.h"
#include "ui/pages/signals_page.h"
#include "ui/pages/similarity_page.h"
#include "ui/pages/start_page.h"
#include "ui/pages/structure_page.h"
#include "ui/pages/thresholds_page.h"

#include <QtGlobal>

namespace andon::ui {

namespace {

template <class P>
std::unique_ptr<Page> make(PageContext& context) {
  return std::make_unique<P>(context);
}

} // namespace

std::span<const PageEntry> page_table() {
  static const PageEntry rows[] = {
      {"start", QT_TRANSLATE_NOOP("pages", "Start"), QT_TRANSLATE_NOOP("pages", "What can I do now?"),
       ":/icons/start.svg", make<StartPage>},
      {"signals", QT_TRANSLATE_NOOP("pages", "Signals"), QT_TRANSLATE_NOOP("pages", "What happened, when?"),
       ":/icons/signals.svg", make<SignalsPage>},
      {"scene", QT_TRANSLATE_NOOP("pages", "Scene"),
       QT_TRANSLATE_NOOP("pages", "What do the words of this machine mean?"), ":/icons/scene.svg",
       make<ScenePage>},
      {"embeddings", QT_TRANSLATE_NOOP("pages", "Embeddings"),
       QT_TRANSLATE_NOOP("pages", "Which are alike, which are odd?"), ":/icons/embeddings.svg",
       make<EmbeddingsPage>},
      {"similarity", QT_TRANSLATE_NOOP("pages", "Similarity"),
       QT_TRANSLATE_NOOP("pages", "Does every command find its own current?"), ":/icons/similarity.svg",
       make<SimilarityPage>},
      {"structure", QT_TRANSLATE_NOOP("pages", "Structure"),
       QT_TRANSLATE_NOOP("pages", "Which words are values, halves of values, or bits?"),
       ":/icons/structure.svg", make<StructurePage>},
      {"anomaly", QT_TRANSLATE_NOOP("pages", "Anomaly"),
       QT_TRANSLATE_NOOP("pages", "Which sensor is odd, and when?"), ":/icons/anomaly.svg",
       make<AnomalyPage>},
      {"images", QT_TRANSLATE_NOOP("pages", "Images"),
       QT_TRANSLATE_NOOP("pages", "Is this part good, and why?"), ":/icons/images.svg", make<ImagesPage>},
      {"review", QT_TRANSLATE_NOOP("pages", "Review"),
       QT_TRANSLATE_NOOP("pages", "What do I say about this one?"), ":/icons/review.svg", make<ReviewPage>},
      {"thresholds", QT_TRANSLATE_NOOP("pages", "Thresholds"),
       QT_TRANSLATE_NOOP("pages", "Where is the line, and what will it cost?"), ":/icons/thresholds.svg",
       make<ThresholdsPage>},
      {"runs", QT_TRANSLATE_NOOP("pages", "Runs"),
       QT_TRANSLATE_NOOP("pages", "Which is better, and what did I change?"), ":/icons/runs.svg",
       make<RunsPage>},
      {"models", QT_TRANSLATE_NOOP("pages", "Models"),
       QT_TRANSLATE_NOOP("pages", "Which models are there, and which one judges?"), ":/icons/models.svg",
       make<ModelsPage>},
      {"drift", QT_TRANSLATE_NOOP("pages", "Drift"),
       QT_TRANSLATE_NOOP("pages", "Is the world still the one I trained on?"), ":/icons/drift.svg",
       make<DriftPage>},
      {"health", QT_TRANSLATE_NOOP("pages", "Health"),
       QT_TRANSLATE_NOOP("pages", "Can I trust my data and this machine?"), ":/icons/health.svg",
       make<HealthPage>},
  };
  return rows;
}

} // namespace andon::ui
