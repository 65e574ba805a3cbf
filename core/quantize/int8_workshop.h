// SPDX-License-Identifier: GPL-3.0-or-later
// Inside core/quantize only (onnx types).
#pragma once

#include <map>
#include <memory>
#include <string>
#include <unordered_set>
#include <vector>

#include "core/quantize/build.h"
#include "core/quantize/calibration.h"
#include "core/quantize/collector.h"
#include "core/quantize/int8_lowering.h"
#include "core/quantize/qdq_emitter.h"

namespace pwb::quantize {

/// A model prepared and calibrated once, from which any number of INT8 models that differ in what stays
/// float are made: the build, the sensitivity profile and the mixed-precision search all work from it.
/// Thread-safe after open().
class Int8Workshop {
public:
    /// Prepares, plans, calibrates (or takes the statistics from the cache) and resolves `auto`.
    /// Errors: as buildInt8().
    [[nodiscard]] static base::Result<Int8Workshop> open(const BuildContext& context,
                                                         const Int8Options& options,
                                                         const CalibrationSource& source,
                                                         const base::ProgressSink& progress,
                                                         std::stop_token stop);

    [[nodiscard]] const onnx::ModelProto& prepared() const { return *m_prepared; }
    /// The plan with nothing kept float by choice; `nodes` holds output names.
    [[nodiscard]] const Int8Plan& plan() const { return m_plan; }
    /// The plan in which `floatLayers` (node names) stay float.
    [[nodiscard]] Int8Plan planWithout(const std::unordered_set<std::string>& floatLayers) const;
    [[nodiscard]] Int8Scheme scheme() const { return m_scheme; }
    [[nodiscard]] const Statistics& statistics() const { return m_calibrated.collected->statistics; }
    [[nodiscard]] const std::vector<ReferenceBatch>& references() const {
        return m_calibrated.collected->references;
    }
    [[nodiscard]] int samples() const { return m_calibrated.collected->samples; }
    [[nodiscard]] const Calibrated& calibration() const { return m_calibrated; }
    [[nodiscard]] Calibrator calibrator() const { return m_calibrator; }  ///< never Auto
    [[nodiscard]] const std::map<std::string, double>& sqnrByCalibrator() const { return m_sqnr; }

    /// The INT8 form in which `floatLayers` (node names of the prepared graph) stay float; what depends on
    /// them follows by the plan's rules.
    [[nodiscard]] base::Result<onnx::ModelProto> emit(
        const std::unordered_set<std::string>& floatLayers) const;
    /// The codes' parameters of a tensor in the whole plan, or null.
    [[nodiscard]] const QuantParams* params(const std::string& tensor) const;

private:
    Int8Workshop() = default;
    /// Keeps the corrected biases only where the outputs come nearer to FP32's by them.
    [[nodiscard]] base::Status dropUselessCorrection(double corrected, std::stop_token stop);

    std::shared_ptr<const onnx::ModelProto> m_prepared;
    Calibrated m_calibrated;
    Int8Scheme m_scheme = Int8Scheme::Cpu;
    std::vector<LoweredOperator> m_lowered;
    Int8Plan m_plan;
    std::shared_ptr<const ChannelMeans> m_means;  ///< null: biases are not corrected
    TensorRanges m_ranges;
    TensorParams m_params;
    Calibrator m_calibrator = Calibrator::MinMax;
    std::map<std::string, double> m_sqnr;
};

}  // namespace pwb::quantize
