// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/memory_table.h"

#include <QCoreApplication>
#include <algorithm>

#include "ui/models/format.h"
#include "ui/models/performance_tables.h"
#include "ui/models/task_figures.h"

namespace pwb::ui {

namespace {

struct MemoryTableText {
    Q_DECLARE_TR_FUNCTIONS(MemoryTable)
};

using Getter = std::optional<std::uint64_t> (*)(const result::EngineResult&);

template <std::uint64_t measure::MemoryStats::*Field>
std::optional<std::uint64_t> memory(const result::EngineResult& engine) {
    if (!engine.measurement || engine.measurement->memory.peakBytes == 0) return std::nullopt;
    return engine.measurement->memory.*Field;
}

std::optional<std::uint64_t> file(const result::EngineResult& engine) {
    return engine.built ? std::optional(engine.built->fileBytes) : std::nullopt;
}

Cell ratioCell(const result::EngineResult& engine, const result::EngineResult* fp32,
               std::optional<double> ratio) {
    if (&engine == fp32) return {MemoryTableText::tr("baseline"), 1.0, Cell::Tone::Secondary};
    return ratio ? Cell{formatRatio(*ratio), *ratio} : missingCell(engine);
}

}  // namespace

CellTable memoryTable(const result::RunResult& document) {
    struct Column {
        QString title, group;
        Getter get;
    };
    const QString running = MemoryTableText::tr("Of the engine’s own process");
    const Column figures[] = {
        {MemoryTableText::tr("peak"), running, memory<&measure::MemoryStats::peakBytes>},
        {MemoryTableText::tr("after loading"), running, memory<&measure::MemoryStats::loadedBytes>},
        {MemoryTableText::tr("running adds"), running, memory<&measure::MemoryStats::activationsBytes>},
        {MemoryTableText::tr("weights"), {}, memory<&measure::MemoryStats::weightsBytes>},
        {MemoryTableText::tr("file"), {}, file}};
    const auto engines = timedEngines(document);
    CellTable table;
    table.columns = {{MemoryTableText::tr("Engine")}};
    QVector<ByteUnit> units;
    for (const Column& column : figures) {
        std::uint64_t largest = 0;
        for (const auto* engine : engines) largest = std::max(largest, column.get(*engine).value_or(0));
        units << byteUnit(largest);
        table.columns << CellColumn{QStringLiteral("%1, %2").arg(column.title, byteUnitName(units.last())),
                                    column.group,
                                    true,
                                    {},
                                    {},
                                    &column != figures + 1 && &column != figures + 2};
    }
    table.columns
        << CellColumn{MemoryTableText::tr("peak"), MemoryTableText::tr("Against FP32"), true, {}, {}, true}
        << CellColumn{MemoryTableText::tr("file"), MemoryTableText::tr("Against FP32"), true};
    const auto* fp32 = document.engine(base::Precision::Fp32);
    for (const auto* timed : engines) {
        const auto& engine = *timed;
        QVector<Cell> row = {engineCell(document, engine)};
        for (int c = 0; c < units.size(); ++c) {
            const auto bytes = figures[c].get(engine);
            row << (bytes ? Cell{formatByteNumber(*bytes, units[c]), QVariant::fromValue<qulonglong>(*bytes)}
                          : missingCell(engine));
        }
        const auto* comparison = document.comparison(engine.id);
        row << ratioCell(engine, fp32, comparison ? comparison->memoryRatio : std::nullopt)
            << ratioCell(engine, fp32, comparison ? comparison->sizeRatio : std::nullopt);
        table.rows << row;
    }
    return table;
}

}  // namespace pwb::ui
