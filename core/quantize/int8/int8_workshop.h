// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "core/base/progress.h"
#include "core/quantize/calibrate/calibration.h"
#include "core/quantize/calibrate/collector.h"
#include "core/quantize/int8/box_decode.h"
#include "core/quantize/int8/int8_lowering.h"
#include "core/quantize/int8/output_quality.h"
#include "core/quantize/int8/qdq_emitter.h"
#include "core/quantize/types.h"

namespace pwb::quantize {

/// A model prepared and calibrated once, from which any number of INT8 models that differ in what stays
/// float are made: the build, the sensitivity profile and the mixed-precision search all work from it.
/// Thread-safe after open().
class Int8Workshop {
public:
    /// Prepares, plans, calibrates (or takes the statistics from the cache) and resolves `auto`. Nothing
    /// where no operator of the model has an integer form. Errors: as Int8Session::open().
    [[nodiscard]] static base::Result<std::optional<Int8Workshop>> open(const BuildContext& context,
                                                                        const Int8Options& options,
                                                                        const CalibrationSource& source,
                                                                        const base::ProgressSink& progress,
                                                                        std::stop_token stop);

    [[nodiscard]] const onnx::ModelProto& prepared() const { return *m_prepared; }
    /// The plan with nothing kept float but kept(); `nodes` holds output names.
    [[nodiscard]] const Int8Plan& plan() const { return m_plan; }
    /// The plan in which `floatLayers` (node names) stay float too.
    [[nodiscard]] Int8Plan planWithout(const std::unordered_set<std::string>& floatLayers) const;
    /// What stays float of its own accord, because INT8 would hurt there: a detector's box arithmetic
    /// (quantize.kept_box_decode) and, where that pays, its last convolutions (quantize.kept_head_agreement,
    /// quantize.kept_head_sqnr {without, with}).
    [[nodiscard]] const std::vector<KeptLayer>& kept() const { return m_kept; }
    [[nodiscard]] Int8Scheme scheme() const { return m_scheme; }
    [[nodiscard]] const Statistics& statistics() const { return m_calibrated.collected->statistics; }
    [[nodiscard]] const std::vector<ReferenceBatch>& references() const {
        return m_calibrated.collected->references;
    }
    [[nodiscard]] int samples() const { return m_calibrated.collected->samples; }
    [[nodiscard]] const Calibrated& calibration() const { return m_calibrated; }
    [[nodiscard]] Calibrator calibrator() const { return m_calibrator; }  ///< never Auto
    /// What `auto` compared, by calibrator id.
    [[nodiscard]] const std::map<std::string, OutputQuality>& quality() const { return m_quality; }

    /// The INT8 form in which `floatLayers` (node names of the prepared graph) stay float; what depends on
    /// them follows by the plan's rules.
    [[nodiscard]] base::Result<onnx::ModelProto> emit(
        const std::unordered_set<std::string>& floatLayers) const;
    /// Everything in INT8 that has an integer form, ranges by the extremes, biases as they are: what the
    /// common tools make by default. Needs Int8Options::plain; emitted in the scheme Cpu. Errors (Engine):
    /// quantize.plain_nothing_kept (the default leaves nothing float that this does not).
    [[nodiscard]] base::Result<onnx::ModelProto> emitPlain() const;
    [[nodiscard]] const Int8Plan& plainPlan() const { return m_plainPlan; }
    /// The codes' parameters of a tensor in the whole plan, or null.
    [[nodiscard]] const QuantParams* params(const std::string& tensor) const;
    /// Memory of the model, the statistics and the references.
    [[nodiscard]] std::size_t bytes() const;

private:
    Int8Workshop() = default;
    void planAll(bool plain);
    [[nodiscard]] base::Result<OutputQuality> judge(const Int8Plan& plan, const TensorRanges& ranges,
                                                    const ChannelMeans* means, std::stop_token stop) const;
    [[nodiscard]] base::Status choose(const Int8Options& options, std::stop_token stop);
    /// Keeps the corrected biases only where the outputs come nearer to FP32's by them.
    [[nodiscard]] base::Status dropUselessCorrection(std::stop_token stop);
    /// Leaves the last convolutions before a box decode float where that is cheap and helps.
    [[nodiscard]] base::Status weighHeads(std::stop_token stop);
    [[nodiscard]] double shareOfWork(const std::unordered_set<std::string>& heads) const;
    [[nodiscard]] std::unordered_set<std::string> headConvolutions() const;

    std::shared_ptr<const onnx::ModelProto> m_prepared;
    Calibrated m_calibrated;
    Int8Scheme m_scheme = Int8Scheme::Cpu;
    std::vector<LoweredOperator> m_lowered;
    BoxDecode m_decode;
    std::unordered_set<std::string> m_own;  ///< node names that stay float of their own accord
    std::vector<KeptLayer> m_kept;
    Int8Plan m_plan, m_plainPlan;
    AgreementMeasure m_agreement;
    std::shared_ptr<const ChannelMeans> m_means;  ///< null: biases are not corrected
    TensorRanges m_ranges;
    TensorParams m_params;
    Calibrator m_calibrator = Calibrator::MinMax;
    OutputQuality m_now;  ///< of the plan as it stands
    std::map<std::string, OutputQuality> m_quality;
};

}  // namespace pwb::quantize
