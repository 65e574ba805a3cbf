// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/setup/calibration_card.h"

#include <QIntValidator>
#include <QLineEdit>
#include <QPushButton>

#include "core/dataset/tensor_set.h"
#include "ui/models/format.h"
#include "ui/pages/setup/int8_options.h"
#include "ui/widgets/class_bars.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/label.h"
#include "ui/widgets/number_field.h"
#include "ui/widgets/save_chart.h"
#include "ui/widgets/wrap_label.h"

namespace pwb::ui {
namespace {

QString rangesNote(const QString& calibrator) {
    if (calibrator == QLatin1String("auto"))
        return CalibrationCard::tr("tries them and keeps the one closest to FP32");
    if (calibrator == QLatin1String("minmax")) return CalibrationCard::tr("smallest and largest value seen");
    if (calibrator == QLatin1String("moving-average"))
        return CalibrationCard::tr("smallest and largest, averaged over batches");
    if (calibrator == QLatin1String("percentile")) return CalibrationCard::tr("all but the outermost values");
    if (calibrator == QLatin1String("entropy")) return CalibrationCard::tr("least information lost");
    return CalibrationCard::tr("least squared error");
}

}  // namespace

CalibrationCard::CalibrationCard(QWidget* parent)
    : SetupCard(tr("INT8 and calibration"), parent),
      m_samples(choiceBox(QStringLiteral("calibrationSamples"),
                          {{QStringLiteral("100"), QStringLiteral("100")},
                           {QStringLiteral("250"), QStringLiteral("250")},
                           {QStringLiteral("500"), QStringLiteral("500")},
                           {QStringLiteral("1000"), QStringLiteral("1000")},
                           {QStringLiteral("2000"), QStringLiteral("2000")}})),
      m_ranges(
          choiceBox(QStringLiteral("calibrator"), {{tr("automatic"), QStringLiteral("auto")},
                                                   {tr("min–max"), QStringLiteral("minmax")},
                                                   {tr("moving average"), QStringLiteral("moving-average")},
                                                   {tr("percentile"), QStringLiteral("percentile")},
                                                   {tr("entropy"), QStringLiteral("entropy")},
                                                   {tr("mean squared error"), QStringLiteral("mse")}})),
      m_seed(new NumberField(QStringLiteral("seed"), {}, 0, 4294967295.0, 0)),
      m_source(new ElidedLabel),
      m_rangesNote(new ElidedLabel),
      m_fromData(flatButton(tr("From validation data"), QStringLiteral("reset"))),
      m_save(flatButton({}, QStringLiteral("save"))),
      m_unfold(flatButton(tr("More options"), QStringLiteral("chevron-right"))),
      m_bars(new ClassBars),
      m_classes(new QWidget),
      m_checks(new QGridLayout),
      m_summary(new ElidedLabel),
      m_options(new Int8Options) {
    setObjectName(QStringLiteral("calibrationCard"));
    body()->setContentsMargins(16, 6, 16, 12);
    body()->setSpacing(6);
    addTool(m_fromData);
    addTool(m_save);
    addTool(openButton(tr("Own data…"), QStringLiteral("openCalibration")));
    m_save->setObjectName(QStringLiteral("saveManifest"));
    m_save->setToolTip(tr("Save the drawn samples as a manifest (CSV)…"));
    m_save->setAccessibleName(tr("Save as manifest"));
    connect(m_fromData, &QPushButton::clicked, this, &CalibrationCard::drawFromDataRequested);
    connect(m_save, &QPushButton::clicked, this, &CalibrationCard::saveRequested);
    body()->addLayout(makeFields());

    auto* classes = new QHBoxLayout(m_classes);
    classes->setContentsMargins(0, 0, 0, 0);
    classes->setSpacing(12);
    QLabel* perClass = label(tr("Per class"), TextRole::Table, Tone::Secondary);
    perClass->setFixedWidth(scaled(58));
    classes->addWidget(perClass, 0, Qt::AlignVCenter);
    classes->addWidget(m_bars, 1);
    body()->addWidget(m_classes, 1);
    body()->addWidget(separator());
    m_checks->setHorizontalSpacing(10);
    m_checks->setVerticalSpacing(4);
    m_checks->setColumnStretch(2, 1);
    body()->addLayout(m_checks);
    body()->addWidget(separator());
    auto* more = new QHBoxLayout;
    more->setSpacing(kGrid);
    more->addWidget(m_unfold, 0, Qt::AlignLeft);
    more->addWidget(m_summary, 1);
    m_unfold->setObjectName(QStringLiteral("moreOptions"));
    m_unfold->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    m_summary->setObjectName(QStringLiteral("int8Summary"));
    body()->addLayout(more);
    body()->addWidget(m_options);
    body()->addStretch(0);  // takes the room of the bars where there are none
    connect(m_unfold, &QPushButton::clicked, this, [this] { fold(m_options->isVisibleTo(this)); });
    connect(m_options, &Int8Options::edited, this, &CalibrationCard::edited);
    fold(true);
}

void CalibrationCard::fold(bool folded) {
    m_options->setVisible(!folded);
    m_summary->setVisible(folded);
    m_unfold->setText(folded ? tr("More options") : tr("Fewer options"));
    m_unfold->setIcon(icon(folded ? QStringLiteral("chevron-right") : QStringLiteral("chevron-down")));
}

QLayout* CalibrationCard::makeFields() {
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(kGrid);
    grid->addWidget(label(tr("Samples"), TextRole::Table, Tone::Secondary), 0, 0);
    auto* samples = new QHBoxLayout;
    samples->setSpacing(kGrid);
    samples->addWidget(m_samples);
    samples->addWidget(m_source, 1);
    samples->addWidget(label(tr("seed"), TextRole::Table, Tone::Secondary));
    samples->addWidget(m_seed);
    grid->addLayout(samples, 0, 1);
    grid->addWidget(label(tr("Ranges"), TextRole::Table, Tone::Secondary), 1, 0);
    auto* ranges = new QHBoxLayout;
    ranges->setSpacing(kGrid);
    ranges->addWidget(m_ranges);
    ranges->addWidget(m_rangesNote, 1);
    grid->addLayout(ranges, 1, 1);
    grid->setColumnStretch(1, 1);
    m_samples->setEditable(true);
    m_samples->setValidator(new QIntValidator(1, 1000000, m_samples));
    m_samples->setAccessibleName(tr("Calibration samples"));
    m_samples->setMaximumWidth(scaled(80));
    m_ranges->setAccessibleName(tr("How value ranges are found"));
    m_seed->setAccessibleName(tr("Seed of the draw"));
    m_seed->setFixedWidth(scaled(56));
    for (ElidedLabel* words : {m_source, m_rangesNote, m_summary}) {
        words->setFont(ui::font(TextRole::Table));
        setTone(words, Tone::Secondary);
    }

    connect(m_samples, &QComboBox::activated, this, &CalibrationCard::edited);
    connect(m_samples->lineEdit(), &QLineEdit::editingFinished, this, &CalibrationCard::edited);
    connect(m_ranges, &QComboBox::activated, this, &CalibrationCard::edited);
    connect(m_ranges, &QComboBox::currentIndexChanged, this,
            [this] { m_rangesNote->setFullText(rangesNote(m_ranges->currentData().toString())); });
    connect(m_seed, &NumberField::editingFinished, this, &CalibrationCard::edited);
    m_rangesNote->setFullText(rangesNote(m_ranges->currentData().toString()));
    return grid;
}

void CalibrationCard::setPlan(const run::RunPlan& plan) {
    m_samples->setEditText(QString::number(plan.calibrationSamples));
    const auto id = quantize::calibratorId(plan.calibrator);
    choose(m_ranges, QString::fromLatin1(id.data(), static_cast<qsizetype>(id.size())));
    m_seed->setValue(static_cast<double>(plan.seed));
    m_fromData->setVisible(!plan.calibration.empty());
    m_options->setPlan(plan);
    m_summary->setFullText(Int8Options::summary(plan));
}

void CalibrationCard::apply(run::RunPlan& plan) const {
    const int samples = m_samples->currentText().toInt();
    if (samples > 0) plan.calibrationSamples = samples;
    plan.calibrator = quantize::calibratorFromId(m_ranges->currentData().toString().toStdString())
                          .value_or(plan.calibrator);
    if (const auto seed = m_seed->value()) plan.seed = static_cast<std::uint64_t>(*seed);
    m_options->apply(plan);
}

void CalibrationCard::setFacts(const run::RunPlan& plan, const SetupFacts& facts) {
    const bool own = !plan.calibration.empty();
    m_fromData->setVisible(own);
    m_save->setEnabled(facts.calibration && *facts.calibration);
    m_options->setTask(facts.task);
    m_summary->setFullText(Int8Options::summary(plan));
    const auto& source = own ? facts.calibrationData : facts.data;
    if (source && *source) {
        const bool labelled =
            !facts.calibration || !*facts.calibration || (*facts.calibration)->classesTotal > 0;
        m_source->setFullText((labelled ? tr("of %1 in %2, balanced over classes") : tr("of %1 in %2"))
                                  .arg(formatCount(static_cast<std::int64_t>((*source)->samples.size())),
                                       shortPath(own ? plan.calibration : plan.data)));
    } else {
        m_source->setFullText(own ? shortPath(plan.calibration)
                                  : tr("drawn from the validation data unless you give other data"));
    }
    if (source && !*source) {
        showClasses({}, {});
        return showChecks({{Chip::Sign::Bad, tr("Cannot be used"), coreText(source->error()), {}}});
    }
    if (!facts.calibration) {
        m_bars->setCounts({}, {});
        return showChecks({{Chip::Sign::Waiting,
                            tr("Checks"),
                            source ? tr("drawing and comparing with the validation data")
                                   : tr("coverage and leakage are checked when there is data"),
                            {}}});
    }
    if (!*facts.calibration)
        return showChecks(
            {{Chip::Sign::Bad, tr("Cannot be used"), coreText(facts.calibration->error()), {}}});
    if ((*facts.calibration)->classesTotal > 0)
        showClasses(facts.calibrationPerClass, source ? (*source)->classes : std::vector<std::string>());
    else
        showClasses({}, {});
    showChecks(calibrationChecks(facts, own));
}

void CalibrationCard::showClasses(const std::vector<int>& counts, const std::vector<std::string>& names) {
    m_classes->setVisible(!counts.empty());
    m_bars->setCounts(counts, names);
}

void CalibrationCard::showChecks(const QList<SetCheck>& checks) {
    while (QLayoutItem* item = m_checks->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (int row = 0; row < checks.size(); ++row) {
        const SetCheck& check = checks[row];
        auto* sign = new QLabel;
        sign->setPixmap(Chip::signPixmap(check.sign, scaled(14), devicePixelRatioF()));
        m_checks->addWidget(sign, row, 0, Qt::AlignTop);
        m_checks->addWidget(label(check.name), row, 1, Qt::AlignTop);
        auto* text = new WrapLabel(check.text);
        text->setToolTip(check.tip);
        m_checks->addWidget(text, row, 2);
    }
}

}  // namespace pwb::ui
