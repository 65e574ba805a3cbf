// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/header_bar.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>
#include <QToolButton>
#include <algorithm>

#include "ui/widgets/elided_label.h"
#include "ui/widgets/label.h"
#include "ui/widgets/progress_lane.h"

namespace pwb::ui {
namespace {

QLabel* logo(qreal ratio) {
    auto* mark = new QLabel;
    mark->setPixmap(iconPixmap(QStringLiteral("logo"), Qt::black, scaled(20), ratio));
    return mark;
}

ProgressLane::State laneState(const result::EngineResult& engine) {
    switch (engine.state) {
        case result::EngineState::Ready:
            return ProgressLane::State::Done;
        case result::EngineState::Failed:
            return ProgressLane::State::Failed;
        case result::EngineState::Cancelled:
            return ProgressLane::State::Cancelled;
        default:
            return ProgressLane::State::Working;
    }
}

// What the document holds and what is in progress beside it.
std::vector<EngineKind> kindsOf(const RunState& state, const Document& document) {
    auto kinds = result::shownKinds(document.get());
    for (const base::EngineId& engine : state.progress.keys()) {
        const bool known =
            std::any_of(kinds.begin(), kinds.end(), [&](const auto& kind) { return kind.engine == engine; });
        if (!known) kinds.emplace_back(engine);
    }
    return kinds;
}

}  // namespace

HeaderBar::HeaderBar(QWidget* parent)
    : QWidget(parent),
      m_menuButton(new QToolButton),
      m_name(new QToolButton),
      m_subject(new ElidedLabel),
      m_laneRow(new QHBoxLayout),
      m_run(new QPushButton(tr("Run"))),
      m_cancel(new QPushButton(tr("Cancel"))) {
    setObjectName(QStringLiteral("headerBar"));
    setFixedHeight(std::max(55, scaled(55)));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(16, 0, 16, 0);
    row->setSpacing(0);

    auto* product = new QWidget;
    product->setFixedWidth(std::max(176, scaled(176)) - 16);
    auto* brand = new QHBoxLayout(product);
    brand->setContentsMargins(0, 0, 4, 0);
    brand->setSpacing(kGrid + 2);
    brand->addWidget(logo(devicePixelRatioF()));
    QLabel* name = label(QStringLiteral("Precision Workbench"), TextRole::TableStrong);
    brand->addWidget(name, 1);
    row->addWidget(product);

    auto* run = new QVBoxLayout;
    run->setContentsMargins(10, 8, 16, 8);
    run->setSpacing(0);
    m_name->setObjectName(QStringLiteral("runName"));
    m_name->setFont(ui::font(TextRole::BodyStrong));
    m_name->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_name->setLayoutDirection(Qt::RightToLeft);
    m_name->setPopupMode(QToolButton::InstantPopup);
    m_name->setToolTip(tr("Recent runs"));
    run->addWidget(m_name, 0, Qt::AlignLeft | Qt::AlignAbsolute);
    m_subject->setObjectName(QStringLiteral("runSubject"));
    m_subject->setFont(ui::font(TextRole::Table));
    m_subject->setProperty("tone", QStringLiteral("secondary"));
    m_subject->setContentsMargins(6, 0, 0, 0);
    run->addWidget(m_subject);
    row->addLayout(run, 1);

    row->addLayout(m_laneRow);
    row->addSpacing(24);
    setLanes(result::shownKinds(nullptr));

    m_run->setObjectName(QStringLiteral("runButton"));
    m_run->setProperty("kind", QStringLiteral("primary"));
    m_run->setToolTip(tr("Build, evaluate and measure all engines (F5)"));
    row->addWidget(m_run);
    row->addSpacing(kGrid);
    m_cancel->setObjectName(QStringLiteral("cancelButton"));
    m_cancel->setProperty("kind", QStringLiteral("tall"));
    m_cancel->setToolTip(tr("Stop and keep what is done (Shift+F5)"));
    row->addWidget(m_cancel);
    row->addSpacing(kGrid);
    m_menuButton->setObjectName(QStringLiteral("menuButton"));
    m_menuButton->setPopupMode(QToolButton::InstantPopup);
    m_menuButton->setAccessibleName(tr("Menu"));
    m_menuButton->setToolTip(tr("Menu (F10)"));
    m_menuButton->setShortcut(QKeySequence(Qt::Key_F10));
    m_menuButton->setFixedSize(scaled(32), scaled(32));
    m_menuButton->setFocusPolicy(Qt::TabFocus);
    m_name->setFocusPolicy(Qt::TabFocus);
    row->addWidget(m_menuButton);

    connect(m_run, &QPushButton::clicked, this, &HeaderBar::runClicked);
    connect(m_cancel, &QPushButton::clicked, this, &HeaderBar::cancelClicked);
    recolour();
}

void HeaderBar::setMenu(QMenu* menu) {
    m_menuButton->setMenu(menu);
}
void HeaderBar::setRunMenu(QMenu* menu) {
    m_name->setMenu(menu);
}

void HeaderBar::setSubject(const QString& name, const QString& subject) {
    m_subject->setFullText(subject);
    if (m_name->property("run").toString() == name) return;
    m_name->setProperty("run", name);
    m_name->setText(QFontMetrics(m_name->font()).elidedText(name, Qt::ElideMiddle, scaled(280)));
    m_name->setAccessibleName(tr("Run: %1").arg(name));
}

void HeaderBar::setRunState(const RunState& state, const Document& document, bool ready, bool resumable) {
    setLanes(kindsOf(state, document));
    for (int i = 0; i < m_lanes.size(); ++i) showLane(i, state, document);
    m_run->setText(resumable ? tr("Resume") : tr("Run"));
    m_run->setEnabled(!state.running && (ready || resumable));
    m_cancel->setEnabled(state.running && !state.stopping);
    m_cancel->setText(state.stopping ? tr("Stopping…") : tr("Cancel"));
}

void HeaderBar::setLanes(const std::vector<EngineKind>& kinds) {
    if (kinds == m_kinds) return;
    m_kinds = kinds;
    qDeleteAll(m_lanes);
    m_lanes.clear();
    const bool many = kinds.size() > base::kAllPrecisions.size();
    m_laneRow->setSpacing(many ? 14 : 24);
    for (const EngineKind& kind : kinds) {
        m_lanes << new ProgressLane(kind, many ? ProgressLane::Room::Little : ProgressLane::Room::Plenty);
        m_laneRow->addWidget(m_lanes.last());
    }
}

void HeaderBar::showLane(int index, const RunState& state, const Document& document) {
    using State = ProgressLane::State;
    const base::EngineId& id = m_kinds[static_cast<std::size_t>(index)].engine;
    const auto progress = state.progress.constFind(id);
    if (progress != state.progress.constEnd()) {
        run::EngineProgress told = *progress;
        // What was under way when the run stopped tells of it no more.
        if (!state.running && told.stage != run::Stage::Done && told.stage != run::Stage::Failed)
            told.stage = run::Stage::Cancelled;
        const State lane = told.stage == run::Stage::Done        ? State::Done
                           : told.stage == run::Stage::Failed    ? State::Failed
                           : told.stage == run::Stage::Cancelled ? State::Cancelled
                           : told.stage == run::Stage::Waiting   ? State::Idle
                                                                 : State::Working;
        m_lanes[index]->setState(lane, progressText(told), lane == State::Done ? 1 : told.overall);
        return;
    }
    const auto* engine = document ? document->engine(id) : nullptr;
    if (!engine)
        return m_lanes[index]->setState(State::Idle, document ? tr("not asked for") : tr("not started"), 0);
    const State lane = laneState(*engine);
    if (lane == State::Done) return m_lanes[index]->setState(lane, tr("done"), 1);
    if (lane == State::Failed) return m_lanes[index]->setState(lane, tr("failed"), 1);
    if (lane == State::Cancelled || !state.running) {
        const bool begun = engine->state != result::EngineState::Waiting;
        return m_lanes[index]->setState(begun ? State::Cancelled : State::Idle,
                                        begun ? tr("stopped") : tr("not started"), 0);
    }
    m_lanes[index]->setState(State::Working, tr("working"), 0);
}

void HeaderBar::recolour() {
    const Theme& theme = Theme::current();
    const QColor onAccent = theme.dark ? theme.window : QColor(Qt::white);
    m_run->setIcon(icon(QStringLiteral("play"), onAccent));
    m_cancel->setIcon(icon(QStringLiteral("stop"), theme.text));
    m_menuButton->setIcon(icon(QStringLiteral("menu")));
    m_name->setIcon(icon(QStringLiteral("chevron-down")));
}

void HeaderBar::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) recolour();
}

}  // namespace pwb::ui
