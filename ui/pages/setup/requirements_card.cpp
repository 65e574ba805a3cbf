// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/setup/requirements_card.h"

#include <QCheckBox>
#include <QLineEdit>
#include <QPushButton>
#include <QStackedWidget>

#include "ui/models/format.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/label.h"
#include "ui/widgets/number_field.h"
#include "ui/widgets/save_chart.h"

namespace pwb::ui {
namespace {

ElidedLabel* note(const QString& text) {
    auto* made = new ElidedLabel;
    made->setFont(font(TextRole::Table));
    made->setProperty("tone", QStringLiteral("secondary"));
    made->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    made->setFullText(text);
    return made;
}

QString platformNote(const decide::Platform* platform) {
    if (!platform) return {};
    QStringList parts;
    parts << (platform->fp16 ? RequirementsCard::tr("FP16 arithmetic")
                             : RequirementsCard::tr("no FP16 arithmetic"));
    parts << (platform->int8 ? RequirementsCard::tr("INT8 arithmetic")
                             : RequirementsCard::tr("no INT8 arithmetic"));
    if (platform->memoryGb) parts << formatNumber(*platform->memoryGb, 0) + QStringLiteral(" GB");
    return parts.join(QStringLiteral("; "));
}

const decide::Platform* findPlatform(const QString& id) {
    for (const decide::Platform& platform : decide::platforms())
        if (QString::fromStdString(platform.id) == id) return &platform;
    return nullptr;
}

QLineEdit* listField(const QString& name, const QString& accessible) {
    auto* field = new QLineEdit;
    field->setObjectName(name);
    field->setAccessibleName(accessible);
    field->setFont(ui::font(TextRole::Table));
    return field;
}

}  // namespace

QString listText(const std::vector<int>& values) {
    QStringList parts;
    for (const int value : values) parts << QString::number(value);
    return parts.join(QStringLiteral(", "));
}

std::optional<std::vector<int>> listFrom(const QString& text) {
    std::vector<int> values;
    for (const QString& part : text.split(',', Qt::SkipEmptyParts)) {
        bool fine = false;
        const int value = part.trimmed().toInt(&fine);
        if (!fine || value < 1 || value > 4096) return std::nullopt;
        values.push_back(value);
    }
    return values.empty() ? std::nullopt : std::optional(values);
}

RequirementsCard::RequirementsCard(QWidget* parent)
    : SetupCard(tr("Requirements"), parent),
      m_platform(choiceBox(QStringLiteral("platform"), {})),
      m_cameras(new NumberField(QStringLiteral("cameras"), {}, 1, 100000, 0)),
      m_fps(new NumberField(QStringLiteral("fps"), {}, 0.001, 100000, 3)),
      m_latency(new NumberField(QStringLiteral("latencyMs"), QStringLiteral("ms"), 0.001, 1e6, 3)),
      m_floor(new NumberField(QStringLiteral("accuracyFloor"), tr("% of FP32"), 0, 100, 3)),
      m_memory(new NumberField(QStringLiteral("memoryGb"), QStringLiteral("GB"), 0.001, 1e5, 3)),
      m_smallest(new NumberField(QStringLiteral("smallestObject"), QStringLiteral("px"), 1, 1e5, 1)),
      m_critical(new QCheckBox(tr("Safety-critical"))),
      m_retraining(new QCheckBox(tr("Retraining possible"))),
      m_platformNote(note({})),
      m_rateNote(note({})),
      m_smallestNote(note(tr("detection only"))),
      m_summary(new ElidedLabel),
      m_measurement(new QStackedWidget),
      m_change(new QPushButton(tr("Change…"))),
      m_threads(new NumberField(QStringLiteral("threads"), {}, 1, 1024, 0)),
      m_runs(new NumberField(QStringLiteral("runs"), {}, 1, 1e7, 0)),
      m_batches(listField(QStringLiteral("batches"), tr("Batch sizes"))),
      m_streams(listField(QStringLiteral("streams"), tr("Streams"))),
      m_measure(new QCheckBox(tr("measure"))) {
    setObjectName(QStringLiteral("requirementsCard"));
    body()->setContentsMargins(16, 6, 16, 12);
    body()->setSpacing(6);
    setHint(tr("leave empty what does not matter"));
    QPushButton* reset = flatButton(tr("Reset to defaults"), QStringLiteral("reset"));
    reset->setObjectName(QStringLiteral("resetDefaults"));
    reset->setToolTip(tr("All fields of this page but the model and the data"));
    addTool(reset);
    connect(reset, &QPushButton::clicked, this, &RequirementsCard::resetRequested);

    if (!findPlatform(QStringLiteral("this")))
        m_platform->addItem(tr("This machine"), QStringLiteral("this"));
    for (const decide::Platform& platform : decide::platforms()) {
        const QString id = QString::fromStdString(platform.id);
        m_platform->addItem(
            id == QLatin1String("this") ? tr("This machine") : QString::fromStdString(platform.name), id);
    }
    auto* rate = new QWidget;
    auto* rateRow = new QHBoxLayout(rate);
    rateRow->setContentsMargins(0, 0, 0, 0);
    rateRow->setSpacing(6);
    rate->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    m_cameras->setMinimumWidth(scaled(40));
    m_fps->setMinimumWidth(scaled(40));
    rateRow->addWidget(m_cameras, 1);
    rateRow->addWidget(label(QString(QChar(0x00D7))));
    rateRow->addWidget(m_fps, 1);
    m_cameras->setAccessibleName(tr("Cameras"));
    m_fps->setAccessibleName(tr("Frames per second of each camera"));

    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(16);
    grid->setVerticalSpacing(4);
    addRow(grid, tr("Platform"), m_platform, m_platformNote);
    addRow(grid, tr("Cameras × fps"), rate, m_rateNote);
    addRow(grid, tr("Latency, end to end"), m_latency, note(tr("decode to answer, 99 of 100 frames")));
    addRow(grid, tr("Accuracy floor"), m_floor, note(tr("at the worse end of the interval")));
    addRow(grid, tr("Memory budget"), m_memory, note(tr("of the target device")));
    addRow(grid, tr("Smallest object"), m_smallest, m_smallestNote);
    addRow(grid, {}, m_critical, note(tr("then FP16 at least")));
    addRow(grid, {}, m_retraining, note(tr("then QAT may be advised")));
    grid->setColumnStretch(2, 1);
    for (int row = 0; row < grid->rowCount(); ++row) grid->setRowStretch(row, 1);
    body()->addLayout(grid, 1);
    body()->addWidget(separator());
    body()->addWidget(makeMeasurement());

    for (NumberField* field : {m_cameras, m_fps, m_latency, m_floor, m_memory, m_smallest}) {
        connect(field, &NumberField::edited, this, [this] {
            showNotes();
            emit edited();
        });
    }
    for (QCheckBox* box : {m_critical, m_retraining, m_measure}) {
        box->setFont(ui::font(TextRole::Table));
        connect(box, &QCheckBox::clicked, this, &RequirementsCard::edited);
    }
    connect(m_platform, &QComboBox::activated, this, [this] {
        showNotes();
        emit edited();
    });
    m_critical->setObjectName(QStringLiteral("safetyCritical"));
    m_retraining->setObjectName(QStringLiteral("qatPossible"));
    m_measure->setObjectName(QStringLiteral("measure"));
}

void RequirementsCard::addRow(QGridLayout* grid, const QString& name, QWidget* field, QWidget* noteLabel) {
    const int row = grid->count() == 0 ? 0 : grid->rowCount();
    QLabel* nameLabel = label(name);
    nameLabel->setBuddy(field);
    if (!name.isEmpty() && field->accessibleName().isEmpty()) field->setAccessibleName(name);
    grid->addWidget(nameLabel, row, 0);
    grid->addWidget(field, row, 1);
    grid->addWidget(noteLabel, row, 2);
    field->setFixedWidth(scaled(148));
    noteLabel->setMinimumWidth(scaled(60));
}

QWidget* RequirementsCard::makeMeasurement() {
    auto* box = new QWidget;
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kGrid);
    row->addWidget(label(tr("Measurement"), TextRole::Table, Tone::Secondary));
    m_summary->setFont(ui::font(TextRole::Table));
    m_summary->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_measurement->addWidget(m_summary);
    auto* fields = new QWidget;
    auto* line = new QHBoxLayout(fields);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(6);
    const auto add = [line](const QString& name, QWidget* field, int width) {
        line->addWidget(label(name, TextRole::Table, Tone::Secondary));
        field->setFixedWidth(scaled(width));
        line->addWidget(field);
    };
    line->addWidget(m_measure);
    add(tr("threads"), m_threads, 36);
    add(tr("batches"), m_batches, 84);
    add(tr("streams"), m_streams, 56);
    add(tr("runs"), m_runs, 50);
    m_threads->setAccessibleName(tr("Threads"));
    m_runs->setAccessibleName(tr("Runs per engine and batch"));
    line->addStretch(1);
    m_measurement->addWidget(fields);
    m_measurement->setFixedHeight(scaled(26));
    m_measurement->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    row->addWidget(m_measurement, 1);
    m_change->setObjectName(QStringLiteral("changeMeasurement"));
    m_change->setProperty("kind", QStringLiteral("link"));
    row->addWidget(m_change);
    connect(m_change, &QPushButton::clicked, this, [this] {
        const bool editing = m_measurement->currentIndex() == 0;
        m_measurement->setCurrentIndex(editing ? 1 : 0);
        m_change->setText(editing ? tr("Done") : tr("Change…"));
    });
    for (NumberField* field : {m_threads, m_runs})
        connect(field, &NumberField::edited, this, &RequirementsCard::edited);
    for (QLineEdit* field : {m_batches, m_streams})
        connect(field, &QLineEdit::textEdited, this, [this, field](const QString& text) {
            setInvalid(field,
                       listFrom(text) ? QString() : tr("Whole numbers divided by commas, such as 1, 8, 16."));
            emit edited();
        });
    return box;
}

void RequirementsCard::setPlan(const run::RunPlan& plan) {
    const decide::Requirements& needs = plan.requirements;
    choose(m_platform, QString::fromStdString(needs.platform));
    m_cameras->setValue(needs.streams ? std::optional<double>(*needs.streams) : std::nullopt);
    m_fps->setValue(needs.fps);
    m_latency->setValue(needs.latencyMs);
    m_floor->setValue(needs.accuracyFloorPercent);
    m_memory->setValue(needs.memoryGb);
    m_smallest->setValue(needs.smallestObjectPx);
    m_critical->setChecked(needs.safetyCritical);
    m_retraining->setChecked(needs.qatPossible);
    m_threads->setValue(plan.threads);
    m_runs->setValue(plan.runs);
    if (listFrom(m_batches->text()) != plan.batches) m_batches->setText(listText(plan.batches));
    if (listFrom(m_streams->text()) != plan.streams) m_streams->setText(listText(plan.streams));
    m_measure->setChecked(plan.measure);
    showMeasurement(plan);
    showNotes();
}

void RequirementsCard::apply(run::RunPlan& plan) const {
    decide::Requirements& needs = plan.requirements;
    needs.platform = m_platform->currentData().toString().toStdString();
    const auto cameras = m_cameras->value();
    needs.streams = cameras ? std::optional(static_cast<int>(*cameras)) : std::nullopt;
    needs.fps = m_fps->value();
    needs.latencyMs = m_latency->value();
    needs.accuracyFloorPercent = m_floor->value();
    needs.memoryGb = m_memory->value();
    needs.smallestObjectPx = m_smallest->value();
    needs.safetyCritical = m_critical->isChecked();
    needs.qatPossible = m_retraining->isChecked();
    plan.threads = static_cast<int>(m_threads->value().value_or(plan.threads));
    plan.runs = static_cast<int>(m_runs->value().value_or(plan.runs));
    plan.batches = listFrom(m_batches->text()).value_or(plan.batches);
    plan.streams = listFrom(m_streams->text()).value_or(plan.streams);
    plan.measure = m_measure->isChecked();
}

void RequirementsCard::setFacts(const run::RunPlan& plan, const SetupFacts& facts) {
    const bool known = facts.model && *facts.model;
    const model::Task task = plan.task != model::Task::Unknown ? plan.task
                             : known                           ? (*facts.model)->task
                                                               : model::Task::Unknown;
    m_smallest->setEnabled(task != model::Task::Classification);
    showMeasurement(plan);
}

void RequirementsCard::showNotes() {
    m_platformNote->setFullText(platformNote(findPlatform(m_platform->currentData().toString())));
    const auto cameras = m_cameras->value(), fps = m_fps->value();
    m_rateNote->setFullText(cameras && fps
                                ? tr("%1 frames per second in total").arg(formatNumber(*cameras * *fps, 0))
                                : tr("both, or neither"));
}

void RequirementsCard::showMeasurement(const run::RunPlan& plan) {
    if (!plan.measure) return m_summary->setFullText(tr("off: accuracy and size only"));
    m_summary->setFullText((plan.threads == 1 ? tr("1 thread") : tr("%1 threads").arg(plan.threads)) +
                           QStringLiteral(" · ") + tr("batches %1").arg(listText(plan.batches)) +
                           QStringLiteral(" · ") + tr("streams %1").arg(listText(plan.streams)) +
                           QStringLiteral(" · ") + tr("%1 runs").arg(formatCount(plan.runs)));
}

}  // namespace pwb::ui
