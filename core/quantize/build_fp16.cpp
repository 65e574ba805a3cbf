// SPDX-License-Identifier: GPL-3.0-or-later
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <variant>

#include "core/base/files.h"
#include "core/base/number.h"
#include "core/base/try.h"
#include "core/model/io.h"
#include "core/model/prepare.h"
#include "core/model/walk.h"
#include "core/quantize/build.h"
#include "core/quantize/fp16/fp16.h"
#include "core/quantize/fp16/overflow_search.h"
#include "core/quantize/graph/model_kind.h"
#include "core/quantize/int8/box_decode.h"
#include "core/quantize/prepare/constant_folding.h"
#include "core/quantize/prepare/float_form.h"
#include "core/quantize/prepare/widen.h"
#include "core/quantize/trials/trial_run.h"
#include "core/runtime/environment.h"

namespace pwb::quantize {
namespace {

constexpr std::int64_t kOldestOpset = 7;  // every operator set that is read has float16
constexpr double kManyLosses = 0.01;      // of all weights; a few tiny ones are in every network
constexpr double kFp16Steps = 4;

std::string count(std::int64_t number) {
    return std::to_string(number);
}

/// The three tensors that lost most of one kind, and how many tensors lost any.
void warnAbout(const Fp16Facts& facts, std::int64_t base::HalfCounts::*kind, const std::string& code,
               BuiltEngine& built) {
    std::vector<const TensorLoss*> losses;
    for (const auto& loss : facts.losses)
        if (loss.counts.*kind > 0) losses.push_back(&loss);
    std::stable_sort(losses.begin(), losses.end(),
                     [&](const auto* a, const auto* b) { return a->counts.*kind > b->counts.*kind; });
    std::string worst;
    for (std::size_t i = 0; i < std::min<std::size_t>(losses.size(), 3); ++i)
        worst += (i > 0 ? ", " : "") + losses[i]->tensor;
    built.warnings.push_back({code,
                              {{"count", count(facts.total.*kind)},
                               {"values", count(facts.total.values)},
                               {"tensors", count(std::ssize(losses))},
                               {"worst", worst}}});
}

void report(const Fp16Facts& facts, BuiltEngine& built) {
    built.overflowed = facts.total.overflowed;
    built.underflowed = facts.total.underflowed;
    built.subnormal = facts.total.subnormal;
    const double many = kManyLosses * static_cast<double>(facts.total.values);
    if (facts.total.overflowed > 0)
        warnAbout(facts, &base::HalfCounts::overflowed, "quantize.fp16_overflow", built);
    if (static_cast<double>(facts.total.underflowed) > many)
        warnAbout(facts, &base::HalfCounts::underflowed, "quantize.fp16_underflow", built);
    if (static_cast<double>(facts.total.subnormal) > many)
        warnAbout(facts, &base::HalfCounts::subnormal, "quantize.fp16_subnormal", built);

    constexpr std::size_t kListed = 10;
    for (std::size_t i = 0; i < std::min(facts.losses.size(), kListed); ++i) {
        const TensorLoss& loss = facts.losses[i];
        built.fp16Losses.push_back(
            {loss.tensor, loss.counts.overflowed, loss.counts.underflowed, loss.counts.subnormal});
    }
}

void reportKept(const Fp16Facts& facts, const std::vector<BeyondHalf>& beyond, BuiltEngine& built) {
    const BeyondHalf* worst = nullptr;
    std::int64_t beyondRange = 0;
    for (const auto& kept : facts.kept) {
        built.keptFp32.push_back(kept.node);
        base::Message reason{kept.why, {}};
        for (const auto& found : beyond) {
            if (found.node != kept.node || kept.why != "quantize.fp16_kept_range") continue;
            reason = {"quantize.fp16_kept_range_of",
                      {{"tensor", found.tensor}, {"largest", base::significant(found.largest, 4)}}};
            if (!worst || found.largest > worst->largest) worst = &found;
            ++beyondRange;
        }
        built.kept.push_back({kept.node, kept.op, std::move(reason)});
    }
    if (worst)
        built.warnings.push_back({"quantize.fp16_range_kept",
                                  {{"count", count(beyondRange)},
                                   {"largest", base::significant(worst->largest, 4)},
                                   {"worst", worst->node}}});
}

/// Weights beside the file are mapped by the runtime; those within it are copied.
constexpr std::size_t kLargestInline = std::size_t{512} << 20;
/// A run holds the emulation in memory all the time.
constexpr std::uint64_t kLargestEmulated = std::uint64_t{1} << 30;

bool needsEmulation(const BuildContext& context) {
    // Half-precision arithmetic of either kind is evaluated as it is.
    const auto effective =
        runtime::resolveEffective(base::Precision::Fp16, false, context.provider, runtime::detectCpu());
    return base::precisionFromId(effective.id) == base::Precision::Fp32;
}

/// Why there is no FP16 engine and FP32 stands in for it.
struct FallBack {
    base::Error reason;
};
using Fp16Outcome = std::variant<std::monostate, FallBack>;

/// Builds, writes and tries one FP16 engine. Its errors are those of a disk that cannot be written, and
/// cancelling.
class Fp16Builder {
public:
    Fp16Builder(const BuildContext& context, const Fp16BuildOptions& options,
                const base::ProgressSink& progress, std::stop_token stop)
        : m_context(context), m_options(options), m_progress(progress), m_stop(std::move(stop)) {}

    base::Result<Fp16Outcome> build(onnx::ModelProto model, BuiltEngine& built) {
        const base::Status status = convertAndProve(std::move(model), built);
        if (status) return Fp16Outcome();
        if (base::isCancelled(status.error()) || m_unwritable) return tl::make_unexpected(status.error());
        return FallBack{status.error()};
    }

private:
    /// An error is the reason to fall back, but for cancelling and with m_unwritable.
    base::Status convertAndProve(onnx::ModelProto model, BuiltEngine& built) {
        widenToFp32(model);  // where only a part is FP16, or it is BF16
        PWB_CHECK(model::prepare(model, kOldestOpset));
        foldConstants(model, m_stop);
        const std::vector<std::string> boxes = findBoxDecode(model::GraphView(model)).nodes;
        m_boxes.insert(boxes.begin(), boxes.end());
        std::vector<BeyondHalf> beyond;
        if (m_options.samples && m_options.samples->samples > 0) {
            auto found = nodesBeyondHalf(model, &*m_options.samples, m_stop);
            if (!found && base::isCancelled(found.error())) return base::cancelled();
            if (found)
                beyond = std::move(*found);
            else
                built.warnings.push_back(
                    {"quantize.fp16_ranges_unknown", {{"reason", found.error().message.code}}});
        }
        base::tell(m_progress, 1, kFp16Steps);
        PWB_TRY(const bool finite, attempt(model, beyond, built));
        if (finite) return {};

        auto further = nodesBeyondHalf(model, nullptr, m_stop);
        if (!further && base::isCancelled(further.error())) return base::cancelled();
        if (!further) return nonFinite();
        const std::size_t known = beyond.size();
        for (auto& found : *further)
            if (std::none_of(beyond.begin(), beyond.end(),
                             [&](const auto& b) { return b.node == found.node; }))
                beyond.push_back(std::move(found));
        if (beyond.size() == known) return nonFinite();
        PWB_TRY(const bool finiteNow, attempt(model, beyond, built));
        return finiteNow ? base::Status() : nonFinite();
    }

    static base::Status nonFinite() { return base::engineFailure("", "quantize.fp16_non_finite"); }

    /// False where the engine gives infinities or NaN although FP32 gives none.
    base::Result<bool> attempt(const onnx::ModelProto& prepared, const std::vector<BeyondHalf>& beyond,
                               BuiltEngine& built) {
        if (m_stop.stop_requested()) return base::cancelled();
        Fp16Options options;
        options.keepIo = !m_options.halfIo;
        for (const auto& found : beyond) options.keepFp32.insert(found.node);
        options.boxes = m_boxes;
        Fp16Facts facts;
        PWB_CHECK(convert(prepared, options, facts, built));
        base::tell(m_progress, 2, kFp16Steps);
        const bool small = model::sizeWithWeights(prepared) <= kLargestEmulated;
        if (needsEmulation(m_context) && small) {
            PWB_TRY(auto emulation, emulateFp16(prepared, nullptr, options));
            built.emulationModel = std::move(emulation);
        }
        base::tell(m_progress, 3, kFp16Steps);
        PWB_TRY(const bool finite, prove(built));
        if (!finite) return false;
        if (needsEmulation(m_context) && !small) built.warnings.push_back({"quantize.fp16_not_emulated"});
        report(facts, built);
        reportKept(facts, beyond, built);
        return true;
    }

    /// The converted model is gone when this returns: the emulation needs the memory.
    base::Status convert(const onnx::ModelProto& prepared, const Fp16Options& options, Fp16Facts& facts,
                         BuiltEngine& built) {
        onnx::ModelProto model = prepared;
        PWB_TRY(auto converted, convertToFp16(model, options));
        facts = std::move(converted);
        built.halfIo = m_options.halfIo;
        base::Status saved = model::save(model, built.file, kLargestInline);
        m_unwritable = !saved;
        return saved;
    }

    /// The file must run, and be finite where FP32 is; so must the emulation, which shows what hardware with
    /// FP16 arithmetic would give.
    base::Result<bool> prove(const BuiltEngine& built) const {
        const auto half = trialRun(built.file, m_context, m_stop, base::Precision::Fp16);
        if (!half) {
            // Where FP32 cannot run on made-up inputs either, that says nothing about the conversion.
            const bool decided =
                base::isCancelled(half.error()) || trialRun(m_context.model, m_context, m_stop);
            if (decided) return tl::make_unexpected(half.error());
            return true;
        }
        bool finite = allFinite(*half);
        if (finite && !built.emulationModel.empty()) {
            PWB_TRY(const auto emulated, trialRun(std::string_view(built.emulationModel), m_context, m_stop));
            finite = allFinite(emulated);
        }
        if (finite) return true;
        PWB_TRY(const auto single, trialRun(m_context.model, m_context, m_stop));
        return !allFinite(single);
    }

    const BuildContext& m_context;
    const Fp16BuildOptions& m_options;
    const base::ProgressSink& m_progress;
    std::stop_token m_stop;
    std::unordered_set<std::string> m_boxes;  ///< names of nodes
    bool m_unwritable = false;
};

bool holdsBrainFloats(const onnx::ModelProto& model) {
    bool found = false;
    model::forEachTensor(model, [&](const onnx::TensorProto& tensor) {
        found |= tensor.data_type() == onnx::TensorProto::BFLOAT16;
    });
    return found;
}

base::Status fallBackToFp32(const BuildContext& context, const base::Error& reason, BuiltEngine& built) {
    removeEngine(built.file);
    BuiltEngine single;
    single.requested = base::Precision::Fp16;
    single.fallback = true;
    single.fallbackReason = reason.message;
    single.file = enginePath(context, base::Precision::Fp16, true);
    built = std::move(single);
    return copyEngine(context, built.file);
}

/// FP16 of the float network behind a model that is quantised already.
base::Result<BuiltEngine> buildFp16OfFloatForm(const BuildContext& context, const Fp16BuildOptions& options,
                                               const base::ProgressSink& progress, std::stop_token stop) {
    const auto model = loadFloatForm(context.model, stop);
    if (!model) return tl::make_unexpected(model.error());
    if (!*model) return base::badInput(context.model.string(), "quantize.fp16_already_quantized");
    BuildContext ofFloat = context;
    const auto folder = context.outputFolder / (".float-form." + std::to_string(::getpid()) + ".part");
    ofFloat.model = folder / context.model.filename();
    base::Status saved = base::ensureWritableFolder(folder);
    if (saved) saved = model::save(**model, ofFloat.model);
    auto built = saved ? buildFp16(ofFloat, options, progress, std::move(stop))
                       : base::Result<BuiltEngine>(tl::make_unexpected(saved.error()));
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
    if (built) built->warnings.push_back({"quantize.fp16_without_pairs"});
    return built;
}

}  // namespace

base::Result<BuiltEngine> buildFp16(const BuildContext& context, const Fp16BuildOptions& options,
                                    const base::ProgressSink& progress, std::stop_token stop) {
    const auto start = std::chrono::steady_clock::now();
    PWB_TRY(auto model, model::loadLazily(context.model));
    if (isQuantizedModel(model)) return buildFp16OfFloatForm(context, options, progress, std::move(stop));
    PWB_CHECK(base::ensureWritableFolder(context.outputFolder));

    BuiltEngine built;
    built.requested = base::Precision::Fp16;
    built.file = enginePath(context, base::Precision::Fp16, false);
    base::Status status;
    if (isHalfModel(model) && !holdsBrainFloats(model)) {
        built.warnings.push_back({"quantize.fp16_already_half"});
        built.halfIo = std::ranges::any_of(model.graph().input(), [](const auto& input) {
            return input.type().tensor_type().elem_type() == onnx::TensorProto::FLOAT16;
        });
        status = copyEngine(context, built.file);
    } else {
        const auto outcome = Fp16Builder(context, options, progress, stop).build(std::move(model), built);
        if (!outcome)
            status = tl::make_unexpected(outcome.error());
        else if (const auto* instead = std::get_if<FallBack>(&*outcome))
            status = fallBackToFp32(context, instead->reason, built);
    }
    if (!status) {
        removeEngine(built.file);
        return tl::make_unexpected(status.error());
    }
    built.fileBytes = engineBytes(built.file);
    built.buildSeconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    base::tell(progress, kFp16Steps, kFp16Steps);
    return built;
}

}  // namespace pwb::quantize
