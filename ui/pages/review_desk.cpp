#include "ui/pages/review_desk.h"

#include "core/workflow/item_id.h"
#include "ui/jobs/job_list.h"
#include "ui/pages/reviewer.h"

#include <algorithm>

namespace andon::ui {
namespace {

constexpr int items_ahead = 4, items_behind = 2;

struct Loaded {
  workflow::QueueOut queue;
  std::shared_ptr<const workflow::ReviewView> view;
};
/// Whether a label says something to learn from.
int tells(const QString& label) {
  return !label.isEmpty() && label != QLatin1String(label_class::unsure) ? 1 : 0;
}

using Shown = std::shared_ptr<const workflow::ReviewItem>;

} // namespace

ReviewDesk::ReviewDesk(PageContext& context, QObject* parent)
    : QObject(parent), context_(context), log_(std::make_shared<std::optional<workflow::LabelLog>>()) {}

QString ReviewDesk::reviewer() const {
  return reviewer_name(context_.settings);
}

void ReviewDesk::load(const Wish& wish) {
  wish_ = wish;
  ++generation_;
  context_.jobs.cancel(load_job_);
  Q_EMIT loading();
  workflow::QueueIn in;
  in.run = wish.run.isEmpty() ? "latest" : wish.run.toStdString();
  in.data = wish.data.toStdString();
  in.part = wish.part.toStdString();
  in.policy = wish.policy.toStdString();
  in.k = wish.length;
  in.by = reviewer().toStdString();
  in.reuse = true;
  for (const QString& item : wish.items)
    in.items.push_back(item.toStdString());
  load_job_ = context_.jobs.run<Loaded>(
      tr("Review queue"), Lane::compute, this,
      [folder = context_.workspace, in](Progress& progress, std::stop_token stop) -> Result<Loaded> {
        ANDON_ASSIGN(workflow::Workspace workspace, workflow::Workspace::open(folder));
        Loaded loaded;
        ANDON_ASSIGN(loaded.queue, workflow::review_queue(workspace, in, progress, stop));
        ANDON_ASSIGN(loaded.view, workflow::ReviewView::open(workspace, loaded.queue, progress, stop));
        return loaded;
      },
      [this](Result<Loaded> loaded) {
        if (loaded)
          show_queue(std::move(loaded->queue), std::move(loaded->view));
        else
          Q_EMIT failed(loaded.error(), true);
      });
}

void ReviewDesk::show_queue(workflow::QueueOut queue, std::shared_ptr<const workflow::ReviewView> view) {
  given_ = static_cast<int>(queue.labelled);
  fresh_ = static_cast<int>(queue.feedback.fresh);
  queue_ = std::make_shared<const workflow::QueueOut>(std::move(queue));
  view_ = std::move(view);
  ready_.clear();
  labels_.clear();
  marks_.clear();
  given_order_.clear();
  reading_ = index_ = -1;
  ++generation_;
  Q_EMIT queue_changed();
  if (size() > 0)
    go_to(std::clamp(wish_.first, 0, size() - 1));
}

const workflow::QueuedItem* ReviewDesk::current() const {
  return queue_ && index_ >= 0 && index_ < size() ? &queue_->items[static_cast<std::size_t>(index_)]
                                                  : nullptr;
}

QString ReviewDesk::label_of(int index) const {
  const auto found = labels_.find(index);
  return found == labels_.end() ? QString() : found->second;
}

QString ReviewDesk::undo_text() const {
  if (given_order_.empty())
    return {};
  const int place = given_order_.back();
  return QString::fromStdString(workflow::id_of(queue_->items[static_cast<std::size_t>(place)].row));
}

std::vector<TimeRange> ReviewDesk::marks_of_current() const {
  std::vector<TimeRange> marks;
  for (auto [mark, end] = marks_.equal_range(index_); mark != end; ++mark)
    marks.push_back(mark->second);
  return marks;
}

int ReviewDesk::place_of(const std::string& item) const {
  // What was labelled last is almost always near: look there before looking everywhere.
  for (auto place = given_order_.rbegin(); place != given_order_.rend(); ++place)
    if (workflow::id_of(queue_->items[static_cast<std::size_t>(*place)].row) == item)
      return *place;
  for (int i = 0; i < size(); ++i)
    if (workflow::id_of(queue_->items[static_cast<std::size_t>(i)].row) == item)
      return i;
  return -1;
}

void ReviewDesk::commit(Commit work, std::function<void(const LabelEvent&)> done) {
  if (committing_ || !queue_)
    return;
  committing_ = true;
  context_.jobs.run<LabelEvent>(
      QString(), Lane::io, this,
      [folder = context_.workspace, log = log_,
       work = std::move(work)](Progress&, std::stop_token) -> Result<LabelEvent> {
        ANDON_ASSIGN(workflow::Workspace workspace, workflow::Workspace::open(folder));
        if (!*log) {
          ANDON_ASSIGN(workflow::LabelLog opened, workflow::LabelLog::open(workspace));
          log->emplace(std::move(opened));
        }
        return work(**log, workspace);
      },
      [this, done = std::move(done)](Result<LabelEvent> event) {
        committing_ = false;
        if (event) {
          done(*event);
          Q_EMIT labels_changed();
        } else if (event.error().code != ErrorCode::not_found) {
          Q_EMIT failed(event.error(), false);
        }
      });
}

void ReviewDesk::verdict(const QString& label) {
  const workflow::QueuedItem* const item = current();
  const int bounce = context_.settings.value(QStringLiteral("review_bounce_ms")).toInt();
  if (!item || (label == last_verdict_ && since_verdict_.isValid() && since_verdict_.elapsed() < bounce))
    return;
  last_verdict_ = label;
  since_verdict_.start();
  const workflow::LabelledItem said{workflow::id_of(item->row), item->row.start, item->row.end,
                                    item->row.score};
  const workflow::LabelWho who{reviewer().toStdString(), "", item->policy};
  commit(
      [said, who, label, queue = queue_](workflow::LabelLog& log, workflow::Workspace& workspace) {
        return log.give(workspace, queue->context, said, label.toStdString(), who);
      },
      [this, place = index_, label](const LabelEvent&) {
        given_ += label_of(place).isEmpty() ? 1 : 0;
        fresh_ += tells(label) - tells(label_of(place));
        labels_[place] = label;
        given_order_.push_back(place);
        go_on();
      });
}

void ReviewDesk::mark(double start, double end) {
  const workflow::QueuedItem* const item = current();
  if (!item || !item->row.path.empty())
    return;
  const workflow::LabelledItem said{workflow::scene_of(item->row.item), start, end, item->row.score};
  const workflow::LabelWho who{reviewer().toStdString(), "", item->policy};
  commit(
      [said, who, queue = queue_](workflow::LabelLog& log, workflow::Workspace& workspace) {
        return log.mark(workspace, queue->context, said, label_class::abnormal, who);
      },
      [this, place = index_, start, end](const LabelEvent&) {
        marks_.insert({place, {start, end}});
        ++given_;
        ++fresh_;
        given_order_.push_back(place);
      });
}

void ReviewDesk::count_region() {
  ++given_;
  ++fresh_;
  given_order_.push_back(index_);
  Q_EMIT labels_changed();
}

void ReviewDesk::take_back(bool redo) {
  const std::string who = reviewer().toStdString();
  commit(
      [who, redo, queue = queue_](workflow::LabelLog& log, workflow::Workspace& workspace) {
        const std::string& data = queue->context.data_name;
        return redo ? log.redo(workspace, who, data) : log.undo(workspace, who, data);
      },
      [this, redo](const LabelEvent& event) {
        const LabelEvent& target = (*log_)->book().events()[static_cast<std::size_t>(event.target - 1)];
        const int place = target.kind == LabelKind::mark ? -1 : place_of(event.item);
        if (!redo && !given_order_.empty())
          given_order_.pop_back();
        if (place < 0) { // a mark, or an item that this queue does not hold
          given_ += redo ? 1 : -1;
          fresh_ += redo ? 1 : -1;
          if (workflow::is_region(target)) { // its ground truth is another now
            ready_.clear();
            if (const int image = place_of(target.item); image >= 0)
              return go_to(image);
          }
          if (!redo)
            marks_.erase(index_);
          Q_EMIT queue_changed();
          return;
        }
        const QString label = QString::fromStdString(event.new_class);
        given_ += (label.isEmpty() ? 0 : 1) - (label_of(place).isEmpty() ? 0 : 1);
        fresh_ += tells(label) - tells(label_of(place));
        if (label.isEmpty())
          labels_.erase(place);
        else
          labels_[place] = label;
        if (redo)
          given_order_.push_back(place);
        go_to(place);
      });
}

void ReviewDesk::undo() {
  take_back(false);
}

void ReviewDesk::redo() {
  take_back(true);
}

void ReviewDesk::skip() {
  if (!committing_)
    go_on();
}

void ReviewDesk::step(int items) {
  if (!committing_ && queue_ && index_ + items >= 0 && index_ + items < size())
    go_to(index_ + items);
}

/// The next item without a label, from the beginning again after the last one.
void ReviewDesk::go_on() {
  for (int offset = 1; offset <= size(); ++offset)
    if (const int next = (index_ + offset) % size(); label_of(next).isEmpty())
      return go_to(next);
  Q_EMIT finished();
}

void ReviewDesk::go_to(int index) {
  index_ = index;
  const auto found = ready_.find(index);
  Q_EMIT shown(found == ready_.end() ? nullptr : found->second);
  ready_.erase(ready_.begin(), ready_.lower_bound(index - items_behind));
  ready_.erase(ready_.upper_bound(index + items_ahead), ready_.end());
  read_ahead();
}

void ReviewDesk::read_ahead() {
  if (reading_ >= 0 || !view_)
    return;
  int wanted = -1;
  for (int offset = 0; offset <= items_ahead && wanted < 0; ++offset)
    if (const int next = index_ + offset; next < size() && !ready_.contains(next))
      wanted = next;
  if (wanted < 0)
    return;
  reading_ = wanted;
  context_.jobs.run<Shown>(
      QString(), Lane::io, this,
      [view = view_, row = queue_->items[static_cast<std::size_t>(wanted)].row](
          Progress&, std::stop_token) -> Result<Shown> {
        ANDON_ASSIGN(workflow::ReviewItem item, view->item(row));
        return std::make_shared<const workflow::ReviewItem>(std::move(item));
      },
      [this, wanted, generation = generation_](Result<Shown> item) {
        if (generation != generation_)
          return;
        reading_ = -1;
        if (!item)
          return Q_EMIT failed(item.error(), false);
        ready_[wanted] = *item;
        if (wanted == index_)
          Q_EMIT shown(*item);
        read_ahead();
      });
}

} // namespace andon::ui
