// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/setup/int8_options.h"

#include <QCheckBox>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QMimeData>
#include <QPushButton>
#include <functional>

#include "ui/models/format.h"
#include "ui/models/settings.h"
#include "ui/pages/setup/setup_cards.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/file_tile.h"
#include "ui/widgets/label.h"
#include "ui/widgets/number_field.h"
#include "ui/widgets/save_chart.h"

namespace pwb::ui {
namespace {

/// A file tile that a model may be dropped on. The window takes all else.
class ModelDropTile : public FileTile {
public:
    ModelDropTile(const QString& pathObjectName, std::function<void(const QString&)> use)
        : FileTile(QStringLiteral("file"), pathObjectName), m_use(std::move(use)) {
        setAcceptDrops(true);
    }

protected:
    void dragEnterEvent(QDragEnterEvent* event) override {
        if (!modelIn(event->mimeData()).isEmpty())
            event->acceptProposedAction();
        else
            event->ignore();
    }
    void dropEvent(QDropEvent* event) override {
        m_use(modelIn(event->mimeData()));
        event->acceptProposedAction();
    }

private:
    static QString modelIn(const QMimeData* mime) {
        const QList<QUrl> urls = mime->urls();
        if (urls.size() != 1 || !urls.front().isLocalFile()) return {};
        const QString path = urls.front().toLocalFile();
        return QFileInfo(path).suffix().toLower() == QLatin1String("onnx") ? path : QString();
    }
    std::function<void(const QString&)> m_use;
};

}  // namespace

Int8Options::Int8Options(QWidget* parent)
    : QWidget(parent),
      m_maxDrop(new NumberField(QStringLiteral("maxDrop"), tr("points"), 0, 100, 2)),
      m_batch(new NumberField(QStringLiteral("calibrationBatch"), {}, 1, 4096, 0)),
      m_provider(
          choiceBox(QStringLiteral("provider"), {{QStringLiteral("CPU"), QStringLiteral("cpu")},
                                                 {QStringLiteral("OpenVINO"), QStringLiteral("openvino")},
                                                 {tr("the faster one"), QStringLiteral("auto")}})),
      m_qatTile(new ModelDropTile(QStringLiteral("qatPath"),
                                  [this](const QString& path) {
                                      setQat(path.toStdString());
                                      emit edited();
                                  })),
      m_removeQat(flatButton(tr("Remove"), QStringLiteral("close"))),
      m_dynamic(new QCheckBox(tr("Dynamic INT8"))),
      m_fp16Io(new QCheckBox(tr("FP16 inputs and outputs"))),
      m_plain(new QCheckBox(tr("Plain INT8, for comparison"))) {
    setObjectName(QStringLiteral("int8Options"));
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(4);
    grid->setColumnStretch(2, 1);
    addRow(grid, tr("Accepted loss"), m_maxDrop, tr("beyond it sensitive layers stay float"));
    addRow(grid, tr("Provider"), m_provider, tr("runs the engines; INT8 is built for it"));
    addRow(grid, tr("Batch"), m_batch, tr("of calibration; moving averages depend on it"));
    auto* boxes = new QHBoxLayout;
    boxes->setSpacing(2 * kGrid);
    boxes->addWidget(m_dynamic);
    boxes->addWidget(m_fp16Io);
    boxes->addStretch(1);
    m_dynamic->setToolTip(tr("A further engine: needs no calibration, quantises matrix products only"));
    m_fp16Io->setToolTip(tr("Else the FP16 engine takes and gives FP32"));
    grid->addLayout(boxes, grid->rowCount(), 1, 1, 2);
    grid->addWidget(m_plain, grid->rowCount(), 1, 1, 2);
    m_plain->setToolTip(tr("Also builds INT8 with every layer quantised, to show what it would lose"));
    m_plain->setObjectName(QStringLiteral("plainInt8"));
    m_plain->hide();
    auto* qat = new QHBoxLayout;
    qat->setSpacing(kGrid);
    qat->addWidget(m_qatTile, 1);
    qat->addWidget(m_removeQat);
    grid->addLayout(qat, grid->rowCount(), 0, 1, 3);
    m_removeQat->setObjectName(QStringLiteral("removeQat"));
    m_maxDrop->setPlaceholderText(tr("any"));
    m_batch->setPlaceholderText(tr("by size"));

    for (NumberField* field : {m_maxDrop, m_batch})
        connect(field, &NumberField::editingFinished, this, &Int8Options::edited);
    connect(m_provider, &QComboBox::activated, this, &Int8Options::edited);
    m_dynamic->setObjectName(QStringLiteral("dynamicInt8"));
    m_fp16Io->setObjectName(QStringLiteral("fp16Io"));
    for (QCheckBox* box : {m_dynamic, m_fp16Io, m_plain}) {
        box->setFont(ui::font(TextRole::Table));
        connect(box, &QCheckBox::clicked, this, &Int8Options::edited);
    }
    connect(m_qatTile, &FileTile::clicked, this, &Int8Options::browseQat);
    connect(m_removeQat, &QPushButton::clicked, this, [this] {
        setQat({});
        emit edited();
    });
    setQat({});
}

void Int8Options::addRow(QGridLayout* grid, const QString& name, QWidget* field, const QString& note) {
    const int row = grid->count() == 0 ? 0 : grid->rowCount();
    grid->addWidget(label(name, TextRole::Table, Tone::Secondary), row, 0);
    grid->addWidget(field, row, 1);
    field->setFixedWidth(scaled(120));
    field->setAccessibleName(name);
    field->setToolTip(note);
    auto* words = new ElidedLabel;
    words->setFont(ui::font(TextRole::Table));
    setTone(words, Tone::Secondary);
    words->setFullText(note);
    grid->addWidget(words, row, 2);
}

void Int8Options::setPlan(const run::RunPlan& plan) {
    m_maxDrop->setValue(plan.maxDrop);
    m_batch->setValue(plan.calibrationBatch > 0 ? std::optional<double>(plan.calibrationBatch)
                                                : std::nullopt);
    choose(m_provider, QString::fromStdString(plan.provider));
    m_dynamic->setChecked(plan.dynamicInt8);
    m_fp16Io->setChecked(plan.fp16Io);
    m_plain->setChecked(plan.plainInt8);
    setQat(plan.qat);
}

void Int8Options::apply(run::RunPlan& plan) const {
    plan.maxDrop = m_maxDrop->value();
    plan.calibrationBatch = static_cast<int>(m_batch->value().value_or(0));
    plan.provider = m_provider->currentData().toString().toStdString();
    plan.dynamicInt8 = m_dynamic->isChecked();
    plan.fp16Io = m_fp16Io->isChecked();
    plan.plainInt8 = m_plain->isChecked();
    plan.qat = m_qat;
}

void Int8Options::setTask(model::Task task) {
    m_plain->setVisible(task == model::Task::Detection);
}

QString Int8Options::summary(const run::RunPlan& plan) {
    QStringList parts;
    if (plan.maxDrop) parts << tr("at most %1 points lost").arg(formatNumber(*plan.maxDrop, 2));
    if (!plan.qat.empty()) parts << tr("QAT model");
    if (plan.dynamicInt8) parts << tr("dynamic INT8");
    if (plan.fp16Io) parts << tr("FP16 inputs");
    if (!plan.plainInt8) parts << tr("no plain INT8");
    if (plan.calibrationBatch > 0) parts << tr("batch %1").arg(plan.calibrationBatch);
    if (plan.provider == "openvino") parts << QStringLiteral("OpenVINO");
    if (plan.provider == "auto") parts << tr("faster provider");
    return parts.isEmpty() ? tr("as by default") : parts.join(QStringLiteral(" · "));
}

void Int8Options::browseQat() {
    Settings settings;
    const QString path = QFileDialog::getOpenFileName(
        this, tr("Open the model from quantisation-aware training"), settings.folder(QStringLiteral("model")),
        tr("ONNX models (*.onnx);;All files (*)"));
    if (path.isEmpty()) return;
    setQat(path.toStdString());
    emit edited();
}

void Int8Options::setQat(const std::filesystem::path& path) {
    m_qat = path;
    m_removeQat->setVisible(!path.empty());
    if (path.empty())
        m_qatTile->setFile(tr("Drop a quantisation-aware model here"),
                           tr("compared as a further engine, INT8 (QAT)"), {});
    else
        m_qatTile->setFile(shortPath(path), tr("from quantisation-aware training, INT8 (QAT)"),
                           QString::fromStdString(path.string()));
}

}  // namespace pwb::ui
