// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/decision_page.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <cmath>

#include "ui/charts/decision_tree_view.h"
#include "ui/models/decision_tables.h"
#include "ui/models/format.h"
#include "ui/theme/theme.h"
#include "ui/widgets/card.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/label.h"
#include "ui/widgets/requirement_row.h"
#include "ui/widgets/save_chart.h"
#include "ui/widgets/scroll_body.h"

namespace pwb::ui {

namespace {

constexpr int kFrameMs = 16;

QVector<double> latencyStops() {
    QVector<double> stops;
    for (const double power : {0.1, 1.0, 10.0, 100.0})
        for (const double factor : {1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 7.0}) stops << factor * power;
    stops << 1000;
    return stops;
}

QString named(const std::optional<result::EngineKind>& kind) {
    return kind ? engineName(*kind) : DecisionPage::tr("none");
}

}  // namespace

DecisionPage::DecisionPage(QWidget* parent) : Page(QStringLiteral("decision"), tr("Decision"), parent) {
    setHint(tr("answers change as the requirements are moved"));
    QWidget* controls = buildControls();
    buildTree();
    buildFeasibility();
    m_below = new QHBoxLayout;
    m_below->setSpacing(2 * kGrid);
    m_below->addWidget(m_feasibilityCard, 31);
    m_below->addWidget(m_recommendationsCard, 19);
    auto* right = new QVBoxLayout;
    right->setSpacing(2 * kGrid);
    right->addWidget(m_treeCard, 5);
    right->addLayout(m_below, 6);
    auto* columns = new QHBoxLayout;
    columns->setSpacing(2 * kGrid);
    columns->addWidget(controls);
    columns->addLayout(right, 1);
    body()->addWidget(scrollBody(columns), 1);
    m_frame.setSingleShot(true);
    m_frame.setInterval(kFrameMs);
    connect(&m_frame, &QTimer::timeout, this, &DecisionPage::decideAnew);
}

QWidget* DecisionPage::buildControls() {
    m_controlsCard = new Card(tr("Requirements"));
    m_controlsCard->setFixedWidth(ui::scaled(238));
    auto* column = m_controlsCard->body();
    column->addWidget(label(tr("Platform"), TextRole::Table));
    m_platform = new QComboBox;
    m_platform->setObjectName(QStringLiteral("platform"));
    m_platform->setAccessibleName(tr("Platform"));
    m_platform->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    connect(m_platform, qOverload<int>(&QComboBox::activated), this, &DecisionPage::controlMoved);
    column->addWidget(m_platform);
    const auto row = [&](const QString& id, const QString& name, const QString& unit,
                         RequirementRow::Scale scale) {
        auto* made = new RequirementRow(id, name, unit, std::move(scale));
        connect(made, &RequirementRow::changed, this, &DecisionPage::controlMoved);
        column->addWidget(made);
        return made;
    };
    m_cameras = row(QStringLiteral("cameras"), tr("Cameras"), {}, {evenStops(1, 128, 1), 1, 100000, 0});
    m_fps = row(QStringLiteral("fps"), tr("Frames per second"), {}, {evenStops(1, 120, 1), 0.01, 100000, 1});
    m_latency = row(QStringLiteral("latency"), tr("Latency, end to end"), tr("ms"),
                    {latencyStops(), 0.001, 100000, 3});
    m_floor = row(QStringLiteral("floor"), tr("Accuracy floor, of FP32"), tr("%"),
                  {evenStops(90, 100, 0.1), 1, 100, 2});
    m_memory =
        row(QStringLiteral("memory"), tr("Memory budget"), tr("GB"), {evenStops(1, 64, 1), 0.001, 100000, 3});
    m_object =
        row(QStringLiteral("object"), tr("Smallest object"), tr("px"), {evenStops(1, 64, 1), 1, 100000, 0});
    m_safety = new QCheckBox(tr("Safety-critical"));
    m_qat = new QCheckBox(tr("Retraining (QAT) possible"));
    for (QCheckBox* box : {m_safety, m_qat}) {
        connect(box, &QCheckBox::toggled, this, &DecisionPage::controlMoved);
        column->addWidget(box);
    }
    column->addWidget(separator());
    m_tippingTitle = label(tr("What would change the answer"), TextRole::TableStrong);
    column->addWidget(m_tippingTitle);
    m_tipping = new DataTable(QStringLiteral("tippingTable"));
    m_tipping->setAccessibleName(tr("What would change the answer"));
    m_tipping->horizontalHeader()->hide();
    m_tipping->setFitsRows(true);
    m_tipping->setProperty("flush", true);
    column->addWidget(m_tipping);
    column->addStretch(1);
    m_reset = new QPushButton(tr("Reset"));
    m_reset->setObjectName(QStringLiteral("resetRequirements"));
    m_reset->setToolTip(tr("Back to the requirements of the run"));
    connect(m_reset, &QPushButton::clicked, this, &DecisionPage::reset);
    column->addWidget(m_reset, 0, Qt::AlignLeft);
    return m_controlsCard;
}

void DecisionPage::buildTree() {
    m_treeCard = new Card(tr("Decision tree"));
    m_treeCard->setHint(tr("thresholds from the guide"));
    m_tree = new DecisionTreeView;
    m_agreement = new Chip;
    m_agreement->setObjectName(QStringLiteral("agreement"));
    m_treeCard->addTool(m_agreement);
    m_treeCard->addTool(saveChartButton(m_tree, QStringLiteral("decision-tree"), SaveButton::Icon));
    m_treeCard->body()->addWidget(m_tree, 1);
}

void DecisionPage::buildFeasibility() {
    m_feasibilityCard = new Card(tr("Feasibility"));
    m_feasibilityCard->setHint(tr("measured, at the worse end of each interval"));
    m_feasibility = new DataTable(QStringLiteral("feasibilityTable"));
    m_feasibility->setAccessibleName(tr("Feasibility"));
    m_feasibility->setRowHeight(ui::scaled(34));
    m_feasibility->setFitsRows(true);
    m_feasibilityCard->addTool(m_feasibility->copyButton());
    m_feasibilityCard->body()->setContentsMargins(1, 4, 1, 1);
    m_feasibilityCard->body()->addWidget(m_feasibility);
    m_sentence = label({}, TextRole::Table, Tone::Secondary);
    m_sentence->setObjectName(QStringLiteral("decisionSentence"));
    m_sentence->setTextFormat(Qt::RichText);
    m_sentence->setWordWrap(true);
    m_sentence->setContentsMargins(16, 8, 16, 12);
    m_feasibilityCard->body()->addWidget(m_sentence);
    m_feasibilityCard->body()->addStretch(1);

    m_recommendationsCard = new Card(tr("Recommendations"));
    m_recommendationsCard->setHint(tr("the guide’s table"));
    m_recommendations = new DataTable(QStringLiteral("recommendationsTable"));
    m_recommendations->setAccessibleName(tr("Recommendations"));
    m_recommendations->setRowHeight(ui::scaled(34));
    m_recommendations->setFitsRows(true);
    m_recommendationsCard->body()->setContentsMargins(1, 4, 1, 1);
    m_recommendationsCard->body()->addWidget(m_recommendations);
    m_recommendationsCard->body()->addStretch(1);
}

decide::Requirements DecisionPage::requirements() const {
    decide::Requirements asked = document() ? document()->requirements : decide::Requirements{};
    asked.platform = m_platform->currentData().toString().toStdString();
    if (asked.platform.empty()) asked.platform = "this";
    const auto cameras = m_cameras->value();
    asked.streams = cameras ? std::optional(static_cast<int>(std::lround(*cameras))) : std::nullopt;
    asked.fps = m_fps->value();
    asked.latencyMs = m_latency->value();
    asked.accuracyFloorPercent = m_floor->value();
    asked.memoryGb = m_memory->value();
    asked.smallestObjectPx = m_object->value();
    asked.safetyCritical = m_safety->isChecked();
    asked.qatPossible = m_qat->isChecked();
    return asked;
}

void DecisionPage::setControls(const decide::Requirements& asked) {
    m_setting = true;
    if (m_platform->count() == 0) {
        const auto here = decide::thisMachine(m_evidence.cpu, m_evidence.machineMemoryGb);
        const QString machine = QString::fromStdString(here.name);
        m_platform->addItem(machine.isEmpty() ? tr("This machine") : tr("This machine, %1").arg(machine),
                            QStringLiteral("this"));
        for (const auto& platform : decide::platforms())
            m_platform->addItem(QString::fromStdString(platform.name), QString::fromStdString(platform.id));
    }
    m_platform->setCurrentIndex(std::max(0, m_platform->findData(QString::fromStdString(asked.platform))));
    m_cameras->setValue(asked.streams ? std::optional<double>(*asked.streams) : std::nullopt);
    m_fps->setValue(asked.fps);
    m_latency->setValue(asked.latencyMs);
    m_floor->setValue(asked.accuracyFloorPercent);
    m_memory->setValue(asked.memoryGb);
    m_object->setValue(asked.smallestObjectPx);
    m_safety->setChecked(asked.safetyCritical);
    m_qat->setChecked(asked.qatPossible);
    m_setting = false;
}

void DecisionPage::refresh() {
    const bool known = document() && !document()->engines.empty();
    m_controlsCard->setEnabled(known);
    const QString empty =
        known ? QString()
              : tr("The requirements are held against the measurements here once a comparison has run.");
    m_feasibilityCard->setEmptyText(empty);
    m_recommendationsCard->setEmptyText(known ? QString()
                                              : tr("What the guide recommends, and what applies here."));
    if (!known) return showDecision(std::nullopt);
    m_evidenceSide = document()->requirements.smallestObjectPx;
    m_evidence = document()->evidence(document()->requirements);
    const QString folder = QString::fromStdString(document()->runFolder.string());
    if (folder != m_runFolder) m_edited = false;
    m_runFolder = folder;
    const auto asked = m_edited ? requirements() : document()->requirements;
    m_platform->clear();
    setControls(asked);
    m_object->disable(m_evidence.task == "detection" ? QString() : tr("detection only"));
    if (m_edited || !document()->decision) return decideAnew();
    showDecision(document()->decision);
}

void DecisionPage::controlMoved() {
    if (m_setting) return;
    m_edited = true;
    if (!m_frame.isActive()) m_frame.start();
}

void DecisionPage::decideAnew() {
    if (!document() || document()->engines.empty()) return;
    const auto asked = requirements();
    // Recall of small objects is a bootstrap over all images: only where another size is asked for.
    if (asked.smallestObjectPx != m_evidenceSide) {
        m_evidenceSide = asked.smallestObjectPx;
        m_evidence = document()->evidence(asked);
    }
    showDecision(decide::decide(m_evidence, asked));
    if (m_edited) emit requirementsChanged(asked);
}

void DecisionPage::showDecision(const std::optional<decide::Decision>& decision) {
    m_tree->setDecision(decision);
    m_agreement->setVisible(decision && decision->engine);  // without advice nothing agrees
    m_tippingTitle->setVisible(decision && !decision->tippingPoints.empty());
    m_tipping->setVisible(decision && !decision->tippingPoints.empty());
    m_reset->setEnabled(m_edited);
    if (!decision) return;
    if (decision->agree)
        m_agreement->set(Chip::Sign::Good,
                         tr("*tree and measurement agree: %1*").arg(named(result::advisedKind(*decision))));
    else
        m_agreement->set(Chip::Sign::Warning,
                         tr("*the tree says %1, the measurement %2*")
                             .arg(named(decision->treePrecision), named(result::advisedKind(*decision))));
    m_agreement->setToolTip(decision->disagreement.code.empty() ? QString()
                                                                : coreText(decision->disagreement));
    // More than three engines need the whole width.
    const bool many = !decision->feasibility.empty() &&
                      decision->feasibility.front().cells.size() > base::kAllPrecisions.size();
    m_below->setDirection(many ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
    m_feasibility->setTable(feasibilityTable(*decision));
    m_recommendations->setTable(recommendationsTable(*decision));
    m_tipping->setTable(tippingTable(*decision));
    QString text =
        QStringLiteral("<b>%1.</b> %2")
            .arg(coreText(decision->headline).toHtmlEscaped(), coreText(decision->sentence).toHtmlEscaped());
    if (!decision->disagreement.code.empty()) text += u' ' + coreText(decision->disagreement).toHtmlEscaped();
    m_sentence->setText(text);
}

void DecisionPage::reset() {
    m_edited = false;
    if (!document()) return;
    setControls(document()->requirements);
    decideAnew();
    emit requirementsChanged(document()->requirements);
}

}  // namespace pwb::ui
