// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/setup/model_card.h"

#include <QPushButton>
#include <algorithm>

#include "ui/models/format.h"
#include "ui/pages/setup/detector_options.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/file_tile.h"
#include "ui/widgets/label.h"
#include "ui/widgets/save_chart.h"

namespace pwb::ui {
namespace {

enum Value { Input, Output, Opset, Parameters, Operators };

QString valueText(const std::vector<model::ValueInfo>& values) {
    if (values.empty()) return {};
    const QString first =
        QString::fromStdString(values.front().name + ' ' + model::shapeText(values.front()));
    return values.size() == 1 ? first : first + QStringLiteral(" +%1").arg(values.size() - 1);
}

CellTable operatorTable(const model::ModelInfo& info) {
    std::vector<std::pair<std::string, int>> sorted(info.operators.begin(), info.operators.end());
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
    CellTable table;
    CellColumn name, nodes, share;
    name.title = ModelCard::tr("Operator");
    nodes.title = ModelCard::tr("Nodes");
    nodes.number = true;
    share.title = ModelCard::tr("Share of nodes");
    share.number = true;
    table.columns = {name, nodes, share};
    for (const auto& [type, count] : sorted) {
        Cell typeCell, countCell, shareCell;
        typeCell.text = QString::fromStdString(type);
        countCell.text = formatCount(count);
        countCell.sort = count;
        const double part = info.nodes > 0 ? count / static_cast<double>(info.nodes) : 0;
        shareCell.text = formatNumber(part * 100, 1) + QStringLiteral(" %");
        shareCell.sort = part;
        table.rows.append({typeCell, countCell, shareCell});
    }
    return table;
}

}  // namespace

ModelCard::ModelCard(QWidget* parent)
    : SetupCard(tr("Model"), parent),
      m_tile(new FileTile(QStringLiteral("file"), QStringLiteral("modelPath"))),
      m_task(choiceBox(QStringLiteral("task"), {{tr("recognised"), QStringLiteral("unknown")},
                                                {tr("Classification"), QStringLiteral("classification")},
                                                {tr("Detection"), QStringLiteral("detection")}})),
      m_values(),
      m_detector(new DetectorOptions),
      m_operators(new DataTable(QStringLiteral("operatorTable"))) {
    setObjectName(QStringLiteral("modelCard"));
    body()->setContentsMargins(16, 6, 16, 12);
    body()->setSpacing(6);
    QPushButton* open = flatButton(tr("Open…"), QStringLiteral("folder"));
    open->setObjectName(QStringLiteral("openModel"));
    open->setToolTip(tr("Open an ONNX model (Ctrl+O)"));
    addTool(open);
    connect(open, &QPushButton::clicked, this, &ModelCard::openRequested);
    connect(m_tile, &FileTile::clicked, this, &ModelCard::openRequested);
    body()->addWidget(m_tile);

    auto* facts = new QGridLayout;
    facts->setHorizontalSpacing(16);
    facts->setVerticalSpacing(4);
    facts->setContentsMargins(0, 2, 0, 2);
    const auto place = [facts](int row, int column, const QString& name, QWidget* value) {
        facts->addWidget(label(name, TextRole::Table, Tone::Secondary), row, column);
        facts->addWidget(value, row, column + 1);
    };
    for (ElidedLabel*& value : m_values) {
        value = new ElidedLabel;
        value->setFont(ui::font(TextRole::Table));
    }
    m_task->setAccessibleName(tr("Task"));
    place(0, 0, tr("Task"), m_task);
    place(1, 0, tr("Input"), m_values[Input]);
    place(2, 0, tr("Output"), m_values[Output]);
    place(0, 2, tr("Opset"), m_values[Opset]);
    place(1, 2, tr("Parameters"), m_values[Parameters]);
    place(2, 2, tr("Operators"), m_values[Operators]);
    for (int row = 0; row < 3; ++row) facts->setRowMinimumHeight(row, scaled(20));
    facts->setColumnStretch(1, 3);
    facts->setColumnStretch(3, 2);
    body()->addLayout(facts);
    body()->addWidget(m_detector);
    m_detector->hide();
    connect(m_detector, &DetectorOptions::edited, this, &ModelCard::edited);
    m_operators->setAccessibleName(tr("Operators of the model"));
    m_operators->setMinimumHeight(scaled(96));
    body()->addWidget(m_operators, 1);
    connect(m_task, &QComboBox::activated, this, &ModelCard::edited);
    showNothing();
}

void ModelCard::setPlan(const run::RunPlan& plan) {
    choose(m_task, QString::fromStdString(std::string(model::taskId(plan.task))));
    m_detector->setPlan(plan);
}

void ModelCard::apply(run::RunPlan& plan) const {
    const QString task = m_task->currentData().toString();
    plan.task = task == QLatin1String("classification") ? model::Task::Classification
                : task == QLatin1String("detection")    ? model::Task::Detection
                                                        : model::Task::Unknown;
    m_detector->apply(plan);
}

void ModelCard::setFacts(const run::RunPlan& plan, const SetupFacts& facts) {
    m_detector->setFacts(facts);
    if (plan.model.empty()) return showNothing();
    const QString name = QString::fromStdString(plan.model.filename().string());
    if (!facts.model) {
        m_tile->setFile(name, homePath(plan.model.parent_path()),
                        QString::fromStdString(plan.model.string()));
        m_tile->setState(Chip::Sign::Waiting, tr("reading"));
        return;
    }
    if (!*facts.model) {
        showNothing();
        m_tile->setFile(name, coreText(facts.model->error().message), coreText(facts.model->error()));
        m_tile->setState(Chip::Sign::Bad, tr("cannot be used"));
        return;
    }
    showInfo(**facts.model);
}

void ModelCard::showInfo(const model::ModelInfo& info) {
    const QString hash = QString::fromStdString(info.sha256);
    m_tile->setFile(
        QString::fromStdString(info.path.filename().string()),
        tr("%1, %2, SHA-256 %3 … %4")
            .arg(homePath(info.path.parent_path()), formatBytes(info.fileBytes), hash.left(8), hash.right(4)),
        QString::fromStdString(info.path.string()) + '\n' + hash);
    if (info.warnings.empty())
        m_tile->setState(Chip::Sign::Good, tr("read, checked"));
    else
        m_tile->setState(Chip::Sign::Warning, coreText(info.warnings.front()));
    const QString task = info.task == model::Task::Classification
                             ? tr("Classification, %1 classes").arg(info.outputClasses())
                         : info.task == model::Task::Detection ? tr("Detection")
                                                               : tr("not recognised");
    m_task->setItemText(0, task);
    m_values[Input]->setFullText(valueText(info.inputs));
    m_values[Output]->setFullText(valueText(info.outputs));
    m_values[Opset]->setFullText(QString::number(info.opset));
    m_values[Parameters]->setFullText(formatCount(info.parameters));
    m_values[Operators]->setFullText(
        tr("%1 nodes, %2 kinds").arg(formatCount(info.nodes)).arg(info.operators.size()));
    m_operators->setTable(operatorTable(info));
}

void ModelCard::showNothing() {
    m_tile->setFile(tr("Drop an ONNX model here"), tr("or click to choose one; opset 7 and newer"), {});
    m_tile->setState(Chip::Sign::None, {});
    m_task->setItemText(0, tr("recognised"));
    for (ElidedLabel* value : m_values) value->setFullText(QStringLiteral("–"));
    model::ModelInfo none;
    m_operators->setTable(operatorTable(none));
}

}  // namespace pwb::ui
