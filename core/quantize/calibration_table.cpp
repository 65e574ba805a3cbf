// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/calibration_table.h"

#include <algorithm>
#include <cmath>

#include "core/base/try.h"
#include "core/model/io.h"
#include "core/quantize/calibrate/calibration.h"
#include "core/quantize/calibrate/tensorrt_table.h"
#include "core/quantize/calibrate/watched_session.h"
#include "core/quantize/graph/model_kind.h"

namespace pwb::quantize {

base::Result<TableFacts> calibrateTable(const std::filesystem::path& path, const Int8Options& options,
                                        const CalibrationSource& source, const std::filesystem::path& file,
                                        const base::ProgressSink& progress, std::stop_token stop) {
    PWB_TRY(const auto model, model::load(path));
    if (isQuantizedModel(model)) return base::badInput(path.string(), "quantize.table_quantized");
    PWB_TRY(const auto tensors, realTensors(model));
    Int8Options collecting = options;
    collecting.calibrationTable.clear();
    PWB_TRY(const auto calibrated, calibrate(model, tensors, source, collecting, progress, stop));

    TableFacts facts;
    facts.calibrator = options.calibrator == Calibrator::Auto ? Calibrator::Entropy : options.calibrator;
    facts.samples = calibrated.collected->samples;
    facts.reused = calibrated.reused;
    facts.warnings = calibrated.warnings;
    CalibrationTable table{"TRT-8601-EntropyCalibration2", {}};
    for (const auto& [tensor, statistics] : calibrated.collected->statistics) {
        const Range range = estimateRange(statistics, facts.calibrator, options.percentile);
        table.scales[tensor] = std::max(std::fabs(range.lo), std::fabs(range.hi)) / kTableCodes;
    }
    facts.tensors = static_cast<int>(table.scales.size());
    PWB_CHECK(writeCalibrationTable(table, file));
    return facts;
}

}  // namespace pwb::quantize
