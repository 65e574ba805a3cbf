// SPDX-License-Identifier: GPL-3.0-or-later
// A field that is in a struct and not in its JSON form would silently not be kept.
#include "core/run/plan/serialize.h"

#include <gtest/gtest.h>

#include <utility>

using namespace pwb;

namespace {

/// Becomes whatever a field is.
struct AnyValue {
    template <class T>
    operator T() const;
};

template <class T, std::size_t... I>
constexpr bool takes(std::index_sequence<I...> /*values*/) {
    return requires {
        T{((void)I, AnyValue{})...};
    };
}

/// How many fields an aggregate has: the most values that it can be made of.
template <class T, std::size_t Most = 48>
constexpr std::size_t fieldCount() {
    static_assert(std::is_aggregate_v<T>);
    if constexpr (Most == 0 || takes<T>(std::make_index_sequence<Most>()))
        return Most;
    else
        return fieldCount<T, Most - 1>();
}

struct Three {
    int a = 0;
    std::optional<double> b;
    std::vector<std::string> c;
};
static_assert(fieldCount<Three>() == 3);

template <class T>
struct Kept : testing::Test {};

using Types =
    testing::Types<base::Message, base::Error, model::ValueInfo, model::ModelInfo, dataset::Preprocess,
                   dataset::PreprocessOptions, evaluate::DecodeOptions, runtime::CpuFeatures,
                   runtime::Environment, runtime::EffectivePrecision, quantize::ExecutedOperators,
                   quantize::LayerExecution, quantize::LayerSensitivity, quantize::LayerValues,
                   quantize::LayerFacts, quantize::MixedStep, quantize::MixedSearch, quantize::LayerTotals,
                   quantize::LayerReport, quantize::KeptLayer, quantize::WeightLoss, quantize::BuiltEngine,
                   measure::RoundStats, measure::LatencyStats, measure::ThroughputPoint, measure::MemoryStats,
                   measure::EngineMeasurement, measure::EndToEnd, decide::Requirements, result::DataSummary,
                   run::RunPlan>;

/// Fields that are not kept, each for a reason that stands in serialize.h.
template <class T>
constexpr std::size_t kLeftOut = 0;
template <>
constexpr std::size_t kLeftOut<quantize::BuiltEngine> = 1;  // emulationModel
template <>
constexpr std::size_t kLeftOut<model::ModelInfo> = 1;  // inputScaling

TYPED_TEST_SUITE(Kept, Types);

TYPED_TEST(Kept, EveryField) {
    EXPECT_EQ(nlohmann::json(TypeParam{}).size(), fieldCount<TypeParam>() - kLeftOut<TypeParam>);
}

TYPED_TEST(Kept, TheSameWhenReadBack) {
    const nlohmann::json written = TypeParam{};
    EXPECT_EQ(nlohmann::json(written.get<TypeParam>()), written);
}

}  // namespace
