// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/setup/detector_options.h"

#include <QCheckBox>
#include <QSignalBlocker>

#include "ui/models/format.h"
#include "ui/pages/setup/setup_cards.h"
#include "ui/widgets/label.h"
#include "ui/widgets/number_field.h"

namespace pwb::ui {
namespace {

using evaluate::DetectorKind;

constexpr DetectorKind kKinds[] = {DetectorKind::YoloV5, DetectorKind::YoloV8, DetectorKind::YoloV10,
                                   DetectorKind::YoloX,  DetectorKind::Detr,   DetectorKind::Ssd,
                                   DetectorKind::Boxes,  DetectorKind::YuNet,  DetectorKind::Scrfd};

QString idOf(DetectorKind kind) {
    const std::string_view id = evaluate::detectorId(kind);
    return QString::fromLatin1(id.data(), static_cast<qsizetype>(id.size()));
}

}  // namespace

QString detectorName(DetectorKind kind) {
    switch (kind) {
        case DetectorKind::YoloV5:
            return QStringLiteral("YOLOv5, v7");
        case DetectorKind::YoloV8:
            return QStringLiteral("YOLOv8, 11");
        case DetectorKind::YoloV10:
            return QStringLiteral("YOLOv10, 26");
        case DetectorKind::YoloX:
            return QStringLiteral("YOLOX");
        case DetectorKind::Detr:
            return QStringLiteral("DETR");
        case DetectorKind::Ssd:
            return QStringLiteral("SSD");
        case DetectorKind::Boxes:
            return DetectorOptions::tr("boxes, NMS inside");
        case DetectorKind::YuNet:
            return QStringLiteral("YuNet");
        case DetectorKind::Scrfd:
            return QStringLiteral("SCRFD");
    }
    return {};
}

DetectorOptions::DetectorOptions(QWidget* parent)
    : QWidget(parent),
      m_kind(choiceBox(QStringLiteral("detectorKind"), {{tr("not recognised"), QString()}})),
      m_confidence(new NumberField(QStringLiteral("detectorConfidence"), {}, 0, 1, 4)),
      m_nmsIou(new NumberField(QStringLiteral("detectorNmsIou"), {}, 0, 1, 3)),
      m_threshold(new NumberField(QStringLiteral("detectorThreshold"), {}, 0, 1, 4)),
      m_agnostic(new QCheckBox(tr("across classes"))) {
    setObjectName(QStringLiteral("detectorOptions"));
    for (const DetectorKind kind : kKinds) m_kind->addItem(detectorName(kind), idOf(kind));
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(kGrid);
    grid->setVerticalSpacing(4);
    const auto place = [&](int row, int column, const QString& name, QWidget* field, const QString& tip) {
        grid->addWidget(label(name, TextRole::Table, Tone::Secondary), row, column);
        grid->addWidget(field, row, column + 1);
        field->setAccessibleName(name);
        field->setToolTip(tip);
    };
    place(0, 0, tr("Detector"), m_kind, tr("What the outputs mean"));
    place(0, 2, tr("Counts from"), m_threshold,
          tr("Confidence from which a detection counts; else where FP32's F1 is best"));
    place(1, 0, tr("NMS IoU"), m_nmsIou, tr("Boxes of a class that overlap more are one object"));
    place(1, 2, tr("Kept from"), m_confidence,
          tr("Weaker answers are dropped; low, so that the whole precision–recall curve is seen"));
    grid->addWidget(m_agnostic, 1, 4);
    grid->setColumnStretch(4, 1);
    m_agnostic->setObjectName(QStringLiteral("detectorAgnostic"));
    m_agnostic->setFont(ui::font(TextRole::Table));
    m_agnostic->setToolTip(tr("Boxes of different classes that overlap are one object, too"));
    m_threshold->setPlaceholderText(tr("best F1"));
    for (NumberField* field : {m_confidence, m_nmsIou, m_threshold}) {
        field->setFixedWidth(scaled(64));
        connect(field, &NumberField::editingFinished, this, &DetectorOptions::edited);
    }
    connect(m_kind, &QComboBox::activated, this, &DetectorOptions::edited);
    connect(m_agnostic, &QCheckBox::clicked, this, [this] {
        m_agnosticGiven = true;
        emit edited();
    });
}

void DetectorOptions::setPlan(const run::RunPlan& plan) {
    const evaluate::DecodeOptions usual;
    choose(m_kind, plan.detector.kind ? idOf(*plan.detector.kind) : QString());
    m_confidence->setValue(plan.detector.confidence == usual.confidence
                               ? std::nullopt
                               : std::optional(plan.detector.confidence));
    m_confidence->setPlaceholderText(QString::number(usual.confidence));
    m_nmsIou->setValue(plan.detector.nmsIou);
    m_threshold->setValue(plan.threshold);
    m_agnosticGiven = plan.detector.agnosticNms.has_value();
    m_agnostic->setChecked(plan.detector.agnosticNms.value_or(false));
}

void DetectorOptions::apply(run::RunPlan& plan) const {
    plan.detector.kind = evaluate::detectorFromId(m_kind->currentData().toString().toStdString());
    plan.detector.confidence = m_confidence->value().value_or(evaluate::DecodeOptions().confidence);
    plan.detector.nmsIou = m_nmsIou->value();
    plan.threshold = m_threshold->value();
    plan.detector.agnosticNms = m_agnosticGiven ? std::optional(m_agnostic->isChecked()) : std::nullopt;
}

void DetectorOptions::setFacts(const SetupFacts& facts) {
    setVisible(facts.task == model::Task::Detection);
    const auto recognised =
        facts.model && *facts.model ? evaluate::recognizeDetector(**facts.model) : std::nullopt;
    m_kind->setItemText(
        0, recognised ? tr("recognised: %1").arg(detectorName(*recognised)) : tr("not recognised"));
    const bool understood = facts.decoder && *facts.decoder && **facts.decoder;
    const evaluate::DecodeOptions* used = understood ? &(**facts.decoder)->options() : nullptr;
    m_nmsIou->setPlaceholderText(used && used->nmsIou ? formatNumber(*used->nmsIou, 2) : tr("none"));
    if (!m_agnosticGiven) m_agnostic->setChecked(used && used->agnosticNms.value_or(false));
}

}  // namespace pwb::ui
