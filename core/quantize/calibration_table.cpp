// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/calibration_table.h"

#include <algorithm>
#include <cmath>

#include "core/model/io.h"
#include "core/quantize/calibration.h"
#include "core/quantize/fp16.h"
#include "core/quantize/tensorrt_table.h"
#include "core/quantize/watched_session.h"

namespace pwb::quantize {

base::Result<TableFacts> calibrateTable(const std::filesystem::path& path, const Int8Options& options,
                                        const CalibrationSource& source, const std::filesystem::path& file,
                                        const base::ProgressSink& progress, std::stop_token stop) {
    const auto model = model::load(path);
    if (!model) return tl::make_unexpected(model.error());
    if (isQuantizedModel(*model)) return base::badInput(path.string(), "quantize.table_quantized");
    const auto tensors = realTensors(*model);
    if (!tensors) return tl::make_unexpected(tensors.error());
    Int8Options collecting = options;
    collecting.calibrationTable.clear();
    const auto calibrated = calibrate(*model, *tensors, source, collecting, progress, stop);
    if (!calibrated) return tl::make_unexpected(calibrated.error());

    TableFacts facts;
    facts.calibrator = options.calibrator == Calibrator::Auto ? Calibrator::Entropy : options.calibrator;
    facts.samples = calibrated->collected->samples;
    facts.reused = calibrated->reused;
    facts.warnings = calibrated->warnings;
    CalibrationTable table{"TRT-8601-EntropyCalibration2", {}};
    for (const auto& [tensor, statistics] : calibrated->collected->statistics) {
        const Range range = estimateRange(statistics, facts.calibrator, options.percentile);
        table.scales[tensor] = std::max(std::fabs(range.lo), std::fabs(range.hi)) / kTableCodes;
    }
    facts.tensors = static_cast<int>(table.scales.size());
    if (auto status = writeCalibrationTable(table, file); !status) return tl::make_unexpected(status.error());
    return facts;
}

}  // namespace pwb::quantize
