#include "ui/pages/embeddings_page.h"
#include "ui/pages/page.h"
#include "ui/pages/runs_page.h"
#include "ui/pages/signals_page.h"
#include "ui/pages/similarity_page.h"
#include "ui/pages/start_page.h"

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
      {"embeddings", QT_TRANSLATE_NOOP("pages", "Embeddings"),
       QT_TRANSLATE_NOOP("pages", "Which are alike, which are odd?"), ":/icons/embeddings.svg",
       make<EmbeddingsPage>},
      {"similarity", QT_TRANSLATE_NOOP("pages", "Similarity"),
       QT_TRANSLATE_NOOP("pages", "Does every command find its own current?"), ":/icons/similarity.svg",
       make<SimilarityPage>},
      {"runs", QT_TRANSLATE_NOOP("pages", "Runs"),
       QT_TRANSLATE_NOOP("pages", "Which is better, and what did I change?"), ":/icons/runs.svg",
       make<RunsPage>},
  };
  return rows;
}

} // namespace andon::ui
