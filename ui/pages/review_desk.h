#pragma once
#include "core/workflow/review_view.h"
#include "ui/pages/page.h"
#include "ui/plot/time_view.h"

#include <QElapsedTimer>
#include <QObject>
#include <QStringList>

#include <deque>
#include <map>
#include <optional>

namespace andon::ui {

/// What lies on the desk: the queue, the item shown, and the log that verdicts go to. A verdict is committed
/// by a job first; only then the next item is shown, which was read ahead. Threads: GUI.
class ReviewDesk : public QObject {
  Q_OBJECT
public:
  ReviewDesk(PageContext& context, QObject* parent);

  struct Wish {
    QString run, data, part, policy;
    std::int64_t length = 1000; ///< items of the queue
    QStringList items{};        ///< these items instead, beginning with `first`
    int first = 0;
    bool operator==(const Wish&) const = default;
  };
  void load(const Wish& wish);
  /// The queue is in memory already (tests, measurements).
  void show_queue(workflow::QueueOut queue, std::shared_ptr<const workflow::ReviewView> view);

  bool loaded() const { return queue_ != nullptr; }
  const workflow::QueueOut& queue() const { return *queue_; }
  int size() const { return queue_ ? static_cast<int>(queue_->items.size()) : 0; }
  int index() const { return index_; }
  const workflow::QueuedItem* current() const;
  QString label_of(int index) const; ///< class id given here, "" = none yet
  QString undo_text() const;         ///< "window 12 → abnormal", "" when nothing was given here
  std::vector<TimeRange> marks_of_current() const;
  int given() const { return given_; } ///< labels of the data set, with those given here
  int fresh() const { return fresh_; } ///< labels of the line since it last learnt, with those given here
  void forget_fresh() { fresh_ = 0; }  ///< it has learnt
  QString reviewer() const;
  bool committing() const { return committing_; }

  void verdict(const QString& label);
  void mark(double start, double end);
  void count_region(); ///< a region of the current image was painted and saved
  void skip();
  void step(int items);
  void undo();
  void redo();

Q_SIGNALS:
  void loading();
  void queue_changed();
  /// The item to show now; null while it is still being read.
  void shown(std::shared_ptr<const andon::workflow::ReviewItem> item);
  void labels_changed();
  void finished(); ///< every item of the queue has a label
  void failed(const andon::Error& error, bool queue_lost);

private:
  using Commit = std::function<Result<LabelEvent>(workflow::LabelLog&, workflow::Workspace&)>;
  void commit(Commit work, std::function<void(const LabelEvent&)> done);
  void go_to(int index);
  void go_on();
  void read_ahead();
  int place_of(const std::string& item) const;
  void take_back(bool redo);

  PageContext& context_;
  std::shared_ptr<const workflow::QueueOut> queue_;
  std::shared_ptr<const workflow::ReviewView> view_;
  std::shared_ptr<std::optional<workflow::LabelLog>> log_; ///< only one commit at a time touches it
  std::map<int, std::shared_ptr<const workflow::ReviewItem>> ready_;
  std::map<int, QString> labels_;
  std::multimap<int, TimeRange> marks_;
  std::deque<int> given_order_;
  Wish wish_;
  int index_ = -1, given_ = 0, fresh_ = 0, load_job_ = 0, generation_ = 0;
  int reading_ = -1;
  bool committing_ = false;
  QElapsedTimer since_verdict_;
  QString last_verdict_;
};

} // namespace andon::ui
