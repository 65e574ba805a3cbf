// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/layers_page.h"

#include <QComboBox>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSaveFile>
#include <QStackedWidget>
#include <algorithm>

#include "ui/charts/bar_rows.h"
#include "ui/charts/layer_scatter.h"
#include "ui/charts/layer_times.h"
#include "ui/charts/search_steps.h"
#include "ui/charts/value_histogram.h"
#include "ui/jobs/layers_job.h"
#include "ui/models/format.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/card.h"
#include "ui/widgets/chart_or_table.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/segmented.h"

namespace pwb::ui {

namespace {

/// One change of the pins, which can be taken back.
class PinCommand : public QUndoCommand {
public:
    PinCommand(LayerPins& pins, LayerPins after) : m_pins(pins), m_before(pins), m_after(std::move(after)) {}
    void undo() override { m_pins = m_before; }
    void redo() override { m_pins = m_after; }

private:
    LayerPins& m_pins;
    LayerPins m_before, m_after;
};

QString summaryRow(const QString& name, const QString& value) {
    return QStringLiteral("<tr><td style='padding-right:14px'>%1</td><td align='right'><b>%2</b></td></tr>")
        .arg(name.toHtmlEscaped(), value.toHtmlEscaped());
}

}  // namespace

// The stack tells of its own end, when there is nothing left to show.
LayersPage::~LayersPage() {
    disconnect(&m_undo, nullptr, this, nullptr);
}

bool LayersPage::hasLayers() const {
    return document() && document()->layers && !document()->layers->layers.empty();
}

void LayersPage::setRunning(bool running) {
    m_runInProgress = running;
    showJob();
}

void LayersPage::applyFilter(const QString& filter) {
    m_find->setText(filter);
    m_operators->setCurrentIndex(0);
    m_filter.op.clear();
    m_floatOnly->setChecked(false);
    m_sensitiveOnly->setChecked(false);
    showRows();
}

void LayersPage::refresh() {
    const auto report = document() ? document()->layers : nullptr;
    if (report != m_report) {
        m_report = report;
        m_undo.clear();
        m_builtPins = m_pins = report ? pinnedGroups(*report) : LayerPins{};
        m_layer = -1;
    }
    m_stack->setCurrentIndex(hasLayers() ? 1 : 0);
    m_asTables->setEnabled(hasLayers());
    const bool finished = document() && document()->finished;
    m_emptyCard->setEmptyText(
        finished
            ? tr("Here stands what precision each layer really runs in, how long it takes in each engine, "
                 "the range of its values, and what INT8 costs it. “Measure layers” finds out; "
                 "“Measure sensitivity” also tries which layers are better left in float.")
            : tr("Here stands what precision each layer really runs in, how long it takes in each engine, "
                 "the range of its values, and what INT8 costs it, once a run is finished."));
    if (hasLayers()) {
        m_operators->clear();
        m_operators->addItem(tr("all operators"));
        m_operators->addItems(layerOperators(*m_report));
        m_operators->setCurrentIndex(std::max(0, m_operators->findText(m_filter.op)));
        m_filter.op = m_operators->currentIndex() > 0 ? m_operators->currentText() : QString();
        refreshSummary();
        refreshCharts();
        showRows();
    }
    showJob();
}

void LayersPage::refreshSummary() {
    const LayerSummary summary = layerSummary(*m_report);
    const auto percent = [](const std::optional<double>& share) {
        return share ? formatNumber(100 * *share, 0) + QStringLiteral(" %") : QStringLiteral("–");
    };
    QString rows = summaryRow(tr("layers in INT8"), formatCount(summary.int8)) +
                   summaryRow(tr("layers in float"), formatCount(summary.floats));
    if (summary.melted > 0) rows += summaryRow(tr("folded into others"), formatCount(summary.melted));
    if (summary.int8Share) {
        rows += summaryRow(tr("time in INT8 layers"), percent(summary.int8Share)) +
                summaryRow(tr("time in float layers"), percent(summary.floatShare)) +
                summaryRow(tr("conversions and layout"), percent(summary.elsewhereShare)) +
                summaryRow(tr("one call"), formatMs(summary.callMilliseconds));
    }
    m_summary->setText(QStringLiteral("<table width='100%'>") + rows + QStringLiteral("</table>"));
    QStringList notes;
    for (const base::Message& note : m_report->notes) notes << coreText(note);
    m_notes->setText(notes.join(u' '));
    m_notes->setToolTip(m_notes->text());
    m_notes->setVisible(!notes.isEmpty());
}

void LayersPage::refreshCharts() {
    m_times->setDocument(document());
    m_timesView->setTable(m_times->table());
    m_scatter->setDocument(document());
    m_scatterView->setTable(m_scatter->table());
    m_search->setSearch(m_report->search);
    m_searchView->setTable(m_search->table());
    m_tradeChoice->setVisible(m_report->search.has_value());
    if (!m_report->search) m_tradeChoice->setCurrent(0);
    m_tradeStack->setCurrentIndex(m_report->search ? m_tradeChoice->current() : 0);
    m_tradeCard->setHint(
        !m_report->search ? QString()
        : m_report->search->met
            ? tr("search: %1 % reached").arg(formatNumber(100 * m_report->search->reached, 2))
            : tr("search: only %1 % reached").arg(formatNumber(100 * m_report->search->reached, 2)));
    const bool tried = std::any_of(m_report->layers.begin(), m_report->layers.end(), [](const auto& layer) {
        return layer.sensitivity.sqnrOnlyThis || layer.sensitivity.sqnrWithoutThis;
    });
    m_sensitiveOnly->setEnabled(tried);
    m_sensitiveOnly->setToolTip(tried
                                    ? tr("The tenth of the groups that gains most from float, five at least")
                                    : tr("Measure sensitivity first"));
    if (!tried) m_sensitiveOnly->setChecked(false);
}

void LayersPage::showRows() {
    if (!hasLayers()) return;
    m_rows = shownLayers(*m_report, m_filter);
    m_table->setTable(layerTable(*document(), m_rows, m_pins));
    if (m_rows.isEmpty()) {
        m_table->selectRow(-1);
    } else {
        if (!m_rows.contains(m_layer)) m_layer = m_rows.first();
        m_table->selectRow(static_cast<int>(m_rows.indexOf(m_layer)));
    }
    const int all = static_cast<int>(m_report->layers.size()), listed = static_cast<int>(m_rows.size());
    m_tableCard->setHint(listed == all ? formatCount(all)
                                       : tr("%1 of %2").arg(formatCount(listed), formatCount(all)));
    m_copy->setEnabled(!m_rows.isEmpty());
    m_save->setEnabled(!m_rows.isEmpty());
    showPins();
    showLayer(m_rows.isEmpty() ? -1 : m_layer);
}

void LayersPage::showPins() {
    const auto layers = static_cast<int>(layersOf(*m_report, m_pins).size());
    const bool changed = m_pins != m_builtPins;
    const QString pinned = layers == 0   ? tr("No layer is pinned to float.")
                           : layers == 1 ? tr("1 layer pinned to float")
                                         : tr("%1 layers pinned to float").arg(layers);
    m_pinText->setText(changed ? pinned : pinned + QStringLiteral("  ·  ") + tr("as built"));
    m_undoButton->setEnabled(m_undo.canUndo());
    m_redoButton->setEnabled(m_undo.canRedo());
    const bool free = !m_job->running() && !m_runInProgress;
    m_rebuild->setEnabled(changed && free);
    m_pinChoice->setEnabled(free);
}

void LayersPage::showJob() {
    const bool running = m_job->running(), free = !running && !m_runInProgress,
               finished = document() && document()->finished && !document()->runFolder.empty();
    m_measure->setEnabled(free && finished);
    m_sensitivity->setEnabled(free && finished);
    m_measure->setText(hasLayers() ? tr("Measure again") : tr("Measure layers"));
    m_progress->setVisible(running);
    m_progressText->setText(m_job->text());
    m_progressBar->setValue(qRound(m_job->fraction() * 1000));
    if (running) m_banner->hide();
    if (m_report && hasLayers()) showPins();  // null until the page was shown
}

void LayersPage::showLayer(int layer) {
    m_layer = layer;
    m_scatter->setChosen(layer);
    const bool known = hasLayers() && layer >= 0 && layer < static_cast<int>(m_report->layers.size());
    m_pinChoice->setVisible(known && m_report->layers[static_cast<std::size_t>(layer)].candidate);
    m_detailCard->setEmptyText(known ? QString() : tr("No layer matches. Esc clears the filter."));
    if (!known) return;
    const int row = static_cast<int>(m_rows.indexOf(layer));
    if (row >= 0 && m_table->selectedRow() != row) m_table->selectRow(row);
    const quantize::LayerFacts& facts = m_report->layers[static_cast<std::size_t>(layer)];
    m_pinChoice->setCurrent(m_pins.contains(QString::fromStdString(facts.group)) ? 1 : 0);
    m_detailName->setText(QString::fromStdString(facts.name));
    const auto together = std::count_if(m_report->layers.begin(), m_report->layers.end(),
                                        [&](const auto& one) { return one.group == facts.group; });
    QStringList parts = {QString::fromStdString(facts.op)};
    if (facts.parameters > 0) parts << tr("%1 parameters").arg(formatCount(facts.parameters));
    if (together > 1)
        parts << (together == 2 ? tr("changes with 1 other")
                                : tr("changes with %1 others").arg(together - 1));
    m_detailFacts->setText(parts.join(QStringLiteral("  ·  ")));
    m_values->setValues(facts.values);
    const bool values = facts.values && !facts.values->counts.empty();
    m_valuesHead->setVisible(values);
    m_values->setVisible(values);
    m_valuesFoot->setVisible(values);
    if (values) {
        const auto& seen = *facts.values;
        QString foot = tr("seen %1 … %2")
                           .arg(formatNumber(static_cast<double>(seen.min), 3),
                                formatNumber(static_cast<double>(seen.max), 3));
        if (seen.lo != 0 || seen.hi != 0)
            foot += tr("; kept %1 … %2, clips %3")
                        .arg(formatNumber(static_cast<double>(seen.lo), 3),
                             formatNumber(static_cast<double>(seen.hi), 3), formatPercent(seen.clipped));
        if (seen.nonFinite > 0) foot += tr("; %1 not finite").arg(formatCount(seen.nonFinite));
        m_valuesFoot->setText(foot);
    }
    BarRows::Data bars;
    for (const result::EngineKind& kind : layerEngines(*document())) {
        const auto* ran = executionOf(facts, kind.engine);
        if (!ran || !ran->milliseconds) continue;
        bars.rows << BarRows::Row{kind, engineName(kind), {*ran->milliseconds}, formatMs(*ran->milliseconds)};
    }
    m_timesHead->setVisible(!bars.rows.isEmpty());
    m_layerTimes->setVisible(!bars.rows.isEmpty());
    m_layerTimes->setData(bars);
    m_detailWords->setText(sensitivityWords(facts, *m_report));
}

void LayersPage::showTables(bool tables) {
    for (ChartOrTable* view : {m_timesView, m_scatterView, m_searchView}) view->showTable(tables);
}

QVector<int> LayersPage::selectedLayers() const {
    QVector<int> layers;
    const auto* proxy = qobject_cast<const QSortFilterProxyModel*>(m_table->model());
    for (const QModelIndex& index : m_table->selectionModel()->selectedRows())
        layers << m_rows.value(proxy->mapToSource(index).row(), -1);
    return layers;
}

void LayersPage::togglePins(const QVector<int>& layers) {
    if (layers.isEmpty() || layers.first() < 0) return;
    const auto& first = m_report->layers[static_cast<std::size_t>(layers.first())];
    setPinned(layers, !m_pins.contains(QString::fromStdString(first.group)));
}

void LayersPage::setPinned(const QVector<int>& layers, bool pinned) {
    if (!hasLayers() || m_job->running() || m_runInProgress) return;
    LayerPins after = m_pins;
    for (const int layer : layers) {
        if (layer < 0 || layer >= static_cast<int>(m_report->layers.size())) continue;
        const quantize::LayerFacts& facts = m_report->layers[static_cast<std::size_t>(layer)];
        if (!facts.candidate) continue;
        const QString group = QString::fromStdString(facts.group);
        if (pinned)
            after.insert(group);
        else
            after.remove(group);
    }
    if (after != m_pins) m_undo.push(new PinCommand(m_pins, after));
}

void LayersPage::rebuild() {
    if (hasLayers()) m_job->rebuild(document()->runFolder, layersOf(*m_report, m_pins));
}

void LayersPage::saveCsv() {
    const QString file = QFileDialog::getSaveFileName(this, tr("Save as CSV"), QStringLiteral("layers.csv"),
                                                      tr("CSV table (*.csv)"));
    if (file.isEmpty()) return;
    QSaveFile out(file);
    const QByteArray bytes = layerCsv(*document(), m_rows, m_pins).toUtf8();
    const bool saved = out.open(QIODevice::WriteOnly) && out.write(bytes) == bytes.size() && out.commit();
    emit notice(saved ? tr("Saved %1").arg(file)
                      : tr("%1 could not be written. Choose a folder that you may write to.").arg(file));
}

}  // namespace pwb::ui
