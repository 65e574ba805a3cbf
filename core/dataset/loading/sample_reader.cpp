// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/loading/sample_reader.h"

#include <algorithm>

#include "core/base/try.h"
#include "core/dataset/loading/image_reader.h"
#include "core/dataset/tensor_set.h"

namespace pwb::dataset {
namespace {

class ImageSamples : public SampleReader {
public:
    ImageSamples(const Preprocess& preprocess, bool frames)
        : m_preprocess(preprocess), m_reader(preprocess, frames), m_frames(frames) {}

    std::vector<SampleTensor> tensors() const override {
        const Preprocess& p = m_preprocess;
        const auto type = p.bytes ? base::ElementType::UInt8 : base::ElementType::Float;
        if (p.layout == Layout::Nchw) return {{type, {p.channels, p.height, p.width}, false}};
        return {{type, {p.height, p.width, p.channels}, false}};
    }
    bool images() const override { return true; }
    /// Frames are decoded in their order.
    bool concurrent() const override { return !m_frames; }
    base::Result<Placement> read(const Sample& sample, std::span<std::byte* const> out) override {
        if (m_preprocess.bytes) return readBytes(sample, out.front());
        PWB_TRY(const auto times, m_reader.read(sample.path, reinterpret_cast<float*>(out.front())));
        return times.placement;
    }

private:
    /// Unscaled, the values are whole numbers from 0 to 255.
    base::Result<Placement> readBytes(const Sample& sample, std::byte* out) {
        std::vector<float> values(tensors().front().count());
        PWB_TRY(const auto times, m_reader.read(sample.path, values.data()));
        std::transform(values.begin(), values.end(), out,
                       [](float value) { return static_cast<std::byte>(value); });
        return times.placement;
    }

    Preprocess m_preprocess;
    ImageReader m_reader;
    bool m_frames;
};

class TensorSamples : public SampleReader {
public:
    explicit TensorSamples(std::shared_ptr<const TensorSet> set) : m_set(set), m_reader(std::move(set)) {}

    std::vector<SampleTensor> tensors() const override {
        std::vector<SampleTensor> tensors;
        for (const TensorSet::Input& input : m_set->inputs)
            tensors.push_back({input.type, input.shape, input.shared});
        return tensors;
    }
    bool images() const override { return false; }
    /// A deflated archive can only be read on from where it is.
    bool concurrent() const override { return false; }
    base::Result<Placement> read(const Sample& sample, std::span<std::byte* const> out) override {
        for (std::size_t i = 0; i < out.size(); ++i)
            if (auto status = m_reader.read(i, sample.row, out[i]); !status) {
                status.error().file = sample.path.string();
                return tl::make_unexpected(status.error());
            }
        return Placement{};
    }

private:
    std::shared_ptr<const TensorSet> m_set;
    TensorReader m_reader;
};

}  // namespace

std::size_t SampleTensor::count() const {
    std::size_t count = 1;
    for (const std::int64_t extent : shape) count *= static_cast<std::size_t>(extent);
    return count;
}

std::size_t SampleTensor::bytes() const {
    return base::elementSize(type) * count();
}

std::unique_ptr<SampleReader> makeSampleReader(const Manifest& manifest, const Preprocess& preprocess) {
    if (manifest.tensors) return std::make_unique<TensorSamples>(manifest.tensors);
    const bool frames = std::any_of(manifest.samples.begin(), manifest.samples.end(),
                                    [](const Sample& sample) { return sample.row >= 0; });
    return std::make_unique<ImageSamples>(preprocess, frames);
}

}  // namespace pwb::dataset
