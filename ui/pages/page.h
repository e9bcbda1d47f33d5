#pragma once
#include <QStringList>
#include <QWidget>

#include <filesystem>
#include <functional>
#include <memory>
#include <span>

namespace andon::ui {

class ActionRegistry;
class JobList;
class MessageBar;
class Selection;
class Settings;

/// What a page may use. Owned by the main window, outlives every page. Workers open their own Workspace from the folder.
struct PageContext {
  std::filesystem::path workspace;
  Selection& selection;
  JobList& jobs;
  ActionRegistry& actions;
  MessageBar& messages;
  Settings& settings;
  std::function<void(const std::filesystem::path&)> open_workspace; ///< in the background; may be empty in tests
};

/// One page answers one question with one picture. It follows the shared selection and owns no data beyond what it shows.
/// States: empty (says what belongs here and offers the action), busy, filled, failed (sentence with what to do).
/// All texts are set in retranslate(), which runs at construction and on every language change. Threads: GUI.
class Page : public QWidget {
  Q_OBJECT
public:
  explicit Page(PageContext& context, QWidget* parent = nullptr) : QWidget(parent), context_(context) {}
  /// Shown in the inspector dock while the page is current; nullptr = no inspector.
  virtual QWidget* inspector() { return nullptr; }
  /// The page became visible: load lazily here.
  virtual void activated() {}
  /// Files of the kind this page shows were dropped or chosen.
  virtual void open_files(const QStringList& files);
  virtual void retranslate() = 0;

protected:
  void changeEvent(QEvent* event) override;
  PageContext& context() { return context_; }

private:
  PageContext& context_;
};

/// A row of the page table: order is the order of the rail and of Ctrl+1…9. Titles are translated where shown.
struct PageEntry {
  const char* id;
  const char* title;    ///< QT_TRANSLATE_NOOP("pages", …)
  const char* question; ///< tooltip, QT_TRANSLATE_NOOP("pages", …)
  const char* icon;     ///< resource path of an SVG
  std::unique_ptr<Page> (*make)(PageContext& context);
};
std::span<const PageEntry> page_table();

} // namespace andon::ui
