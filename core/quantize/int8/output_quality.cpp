// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/int8/output_quality.h"

#include <algorithm>
#include <cmath>

#include "core/base/try.h"

namespace pwb::quantize {
namespace {

using base::Result;

/// Mean over the samples of the decibels of one output.
class OutputNoise {
public:
    /// `rows`: samples in the batch; an output of another first dimension is one row.
    void add(const base::Tensor& wanted, const base::Tensor& given, std::int64_t rows) {
        const std::span<const float> want = wanted.as<float>(), got = given.as<float>();
        if (want.size() != got.size() || want.empty()) return;
        const bool perSample = rows > 0 && !wanted.shape.empty() && wanted.shape.front() == rows;
        const std::size_t row = want.size() / static_cast<std::size_t>(perSample ? rows : 1);
        for (std::size_t start = 0; start + row <= want.size(); start += row)
            addRow(want.subspan(start, row), got.subspan(start, row));
    }
    [[nodiscard]] std::optional<double> mean() const {
        return m_count > 0 ? std::optional(m_sum / m_count) : std::nullopt;
    }

private:
    void addRow(std::span<const float> want, std::span<const float> got) {
        double signal = 0, noise = 0;
        for (std::size_t i = 0; i < want.size(); ++i) {
            const double difference = static_cast<double>(want[i]) - got[i];
            signal += static_cast<double>(want[i]) * want[i];
            noise += difference * difference;
        }
        if (!(signal > 0)) return;
        const double sqnr = noise > 0 ? 10 * std::log10(signal / noise) : kLargestSqnr;
        // A NaN output is as bad as can be.
        m_sum += std::isfinite(sqnr) ? std::clamp(sqnr, -kLargestSqnr, kLargestSqnr) : -kLargestSqnr;
        ++m_count;
    }

    double m_sum = 0;
    int m_count = 0;
};

Result<OutputQuality> qualityOf(runtime::Session& session, const std::vector<ReferenceBatch>& references,
                                const AgreementMeasure& measure, const std::stop_token& stop) {
    std::vector<OutputNoise> noise(session.outputs().size());
    Agreement agreed;
    for (const ReferenceBatch& reference : references) {
        PWB_TRY(const auto outputs, session.run(reference.inputs, stop));
        const auto& shape = reference.inputs.front().shape;
        const std::int64_t rows = shape.empty() ? 0 : shape.front();
        for (std::size_t k = 0; k < outputs.size() && k < reference.outputs.size(); ++k)
            if ((outputs)[k].type == base::ElementType::Float &&
                reference.outputs[k].type == base::ElementType::Float)
                noise[k].add(reference.outputs[k], (outputs)[k], rows);
        if (!measure) continue;
        const Agreement one = measure(reference.outputs, outputs);
        agreed.sum += one.sum;
        agreed.weight += one.weight;
    }
    double sum = 0;
    int counted = 0;
    for (const OutputNoise& one : noise)
        if (const auto mean = one.mean()) {
            sum += *mean;
            ++counted;
        }
    OutputQuality quality{counted > 0 ? sum / counted : 0};
    if (agreed.weight > 0) quality.agreement = agreed.sum / agreed.weight;
    return quality;
}

}  // namespace

double OutputQuality::error() const {
    return agreement ? 1 - *agreement : std::pow(10, -sqnr / 10);
}

Result<OutputQuality> outputQuality(const onnx::ModelProto& model,
                                    const std::vector<ReferenceBatch>& references,
                                    const AgreementMeasure& agreement, std::stop_token stop) {
    auto session = runtime::Session::create(std::string_view(model.SerializeAsString()), {});
    if (!session) return tl::make_unexpected(session.error());
    return qualityOf(*session, references, agreement, stop);
}

Result<double> outputSqnr(const onnx::ModelProto& model, const std::vector<ReferenceBatch>& references,
                          std::stop_token stop) {
    return outputSqnr(std::string_view(model.SerializeAsString()), references, std::move(stop));
}

Result<double> outputSqnr(std::string_view modelBytes, const std::vector<ReferenceBatch>& references,
                          std::stop_token stop) {
    auto session = runtime::Session::create(modelBytes, runtime::SessionOptions{});
    if (!session) return tl::make_unexpected(session.error());
    return outputSqnr(*session, references, stop);
}

Result<double> outputSqnr(runtime::Session& session, const std::vector<ReferenceBatch>& references,
                          std::stop_token stop) {
    const auto quality = qualityOf(session, references, {}, stop);
    if (!quality) return tl::make_unexpected(quality.error());
    return quality->sqnr;
}

}  // namespace pwb::quantize
