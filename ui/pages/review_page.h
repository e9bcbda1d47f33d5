#pragma once
#include "ui/pages/page.h"
#include "ui/pages/review_desk.h"
#include "ui/shell/selection.h"

class QAction;
class QComboBox;
class QLabel;
class QProgressBar;
class QPushButton;
class QToolBar;

namespace andon::ui {

class AgreementView;
class CandidateDesk;
class MaskPainter;
class PageStates;
class ProposalBanner;
class ReviewPanel;

/// What do I say about this one? One item full size, one key a verdict; after enough labels the model is
/// fine-tuned into a candidate that a person accepts or not. Threads: GUI.
class ReviewPage : public Page {
  Q_OBJECT
public:
  explicit ReviewPage(PageContext& context);
  ~ReviewPage() override;
  void activated() override;
  void retranslate() override;
  ReviewDesk& desk() { return *desk_; }
  ReviewPanel& panel() { return *panel_; }
  PageStates& states() { return *states_; }
  QPushButton& verdict_button(int index) { return *verdicts_[index]; }
  CandidateDesk& candidates() { return *candidates_; }
  ProposalBanner& proposal() { return *proposal_; }
  AgreementView& agreement() { return *agreement_; }
  MaskPainter& painter() { return *painter_; }
  QString audit_text() const;

protected:
  void
  keyPressEvent(QKeyEvent* event) override; ///< B held: the nearest good patch, N: the nearest normal image
  void keyReleaseEvent(QKeyEvent* event) override;

private:
  void build();
  void build_buttons();
  void add_actions();
  QAction* add_action(const char* id, const char* text, const char* tip, const QKeySequence& keys,
                      std::function<void()> trigger);
  void connect_desk();
  void reload();
  void show_facts();
  void show_progress();
  void show_item(const std::shared_ptr<const workflow::ReviewItem>& item);
  void connect_agreement();
  void fine_tune();

  ReviewDesk* desk_;
  CandidateDesk* candidates_;
  ProposalBanner* proposal_;
  AgreementView* agreement_;
  MaskPainter* painter_;
  ReviewPanel* panel_;
  std::shared_ptr<const workflow::ReviewItem> shown_;
  PageStates* states_;
  QLabel* title_;
  QComboBox* policy_;
  QLabel* policy_label_;
  QProgressBar* progress_;
  QLabel* audit_;
  QToolBar* bar_;
  QPushButton* verdicts_[3] = {};
  QAction* verdict_actions_[3] = {};
  QAction* adapt_ = nullptr;
  QString shown_run_, shown_data_;
};

} // namespace andon::ui
