#pragma once
#include "core/workflow/demo.h"
#include "ui/pages/page.h"

class QLabel;
class QListWidget;
class QPushButton;

namespace andon::ui {

class WeightsNote;

/// What can I do now? Cards: the motor demonstration, my own data, workspaces opened before. Threads: GUI.
class StartPage : public Page {
  Q_OBJECT
public:
  explicit StartPage(PageContext& context);
  void activated() override;
  void retranslate() override;
  /// Simulates, imports, trains in a child process, scores, and shows the top flagged window on the Signals
  /// page.
  void run_motor_demo();
  /// The same with simulated parts; shows the most anomalous image on the Images page.
  void run_image_demo();

protected:
  void changeEvent(QEvent* event) override;

private:
  using Demo = Result<workflow::DemoOut> (*)(workflow::Workspace&, const workflow::DemoIn&, Progress&,
                                             std::stop_token);
  void run_demo(const QString& title, Demo demo, std::function<void(const workflow::DemoOut&)> show);
  void set_demos_enabled(bool enabled);
  struct Card;
  Card add_card(const QString& icon_name, QWidget* content);
  void build_recent(QWidget* content);
  void show_recent();
  void look_for_weights();
  void open_recent();
  void forget_recent();
  void show_icons();
  struct Card {
    QWidget* frame = nullptr;
    QLabel* icon = nullptr;
    QLabel* title = nullptr;
    QLabel* text = nullptr;
    QString icon_name;
  };
  Card demo_card_, image_card_, data_card_, recent_card_;
  QLabel* heading_;
  QLabel* sentence_;
  WeightsNote* weights_; ///< where no pre-trained network is at hand
  QPushButton* demo_;
  QPushButton* images_;
  QPushButton* import_;
  QListWidget* recent_;
  QPushButton* open_;
  QPushButton* forget_;
};

} // namespace andon::ui
