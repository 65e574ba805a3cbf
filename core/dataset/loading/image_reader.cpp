// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/loading/image_reader.h"

#include <chrono>

#include "core/base/try.h"
#include "core/dataset/images/picture.h"

namespace pwb::dataset {
namespace {

using Clock = std::chrono::steady_clock;

double milliseconds(Clock::time_point from, Clock::time_point to) {
    return std::chrono::duration<double, std::milli>(to - from).count();
}

/// Byte offsets of the model's channels in a BGR pixel.
struct ChannelOrder {
    std::size_t first, second, third;
};
ChannelOrder channelOrder(ColorOrder color) {
    return color == ColorOrder::Rgb ? ChannelOrder{2, 1, 0} : ChannelOrder{0, 1, 2};
}

void writeGrey(const cv::Mat& picture, const PixelTable& table, float* out) {
    const float* values = table.channel(0);
    for (int row = 0; row < picture.rows; ++row) {
        const auto* pixel = picture.ptr<unsigned char>(row);
        for (int column = 0; column < picture.cols; ++column) *out++ = values[pixel[column]];
    }
}

void writePlanes(const cv::Mat& picture, const PixelTable& table, ChannelOrder order, float* out) {
    const std::size_t plane = picture.total();
    float *first = out, *second = out + plane, *third = out + 2 * plane;
    const float *table0 = table.channel(0), *table1 = table.channel(1), *table2 = table.channel(2);
    for (int row = 0; row < picture.rows; ++row) {
        const auto* pixel = picture.ptr<unsigned char>(row);
        for (int column = 0; column < picture.cols; ++column, pixel += 3) {
            *first++ = table0[pixel[order.first]];
            *second++ = table1[pixel[order.second]];
            *third++ = table2[pixel[order.third]];
        }
    }
}

void writeInterleaved(const cv::Mat& picture, const PixelTable& table, ChannelOrder order, float* out) {
    const float *table0 = table.channel(0), *table1 = table.channel(1), *table2 = table.channel(2);
    for (int row = 0; row < picture.rows; ++row) {
        const auto* pixel = picture.ptr<unsigned char>(row);
        for (int column = 0; column < picture.cols; ++column, pixel += 3, out += 3) {
            out[0] = table0[pixel[order.first]];
            out[1] = table1[pixel[order.second]];
            out[2] = table2[pixel[order.third]];
        }
    }
}

}  // namespace

base::Result<cv::Mat> ImageReader::decode(const std::filesystem::path& path) const {
    const auto frame = videoFrameOf(path);
    if (!frame || !m_passes) return decodePicture(path, m_preprocess.decoding);
    const std::lock_guard lock(m_mutex);
    return m_video.read(*frame);
}

base::Result<LoadTimes> ImageReader::read(const std::filesystem::path& path, float* out) const {
    const Clock::time_point begin = Clock::now();
    PWB_TRY(const auto picture, decode(path));
    const Clock::time_point decoded = Clock::now();
    try {
        const cv::Mat fitted = fitPicture(picture, m_preprocess);
        if (m_preprocess.channels == 1)
            writeGrey(fitted, m_table, out);
        else if (m_preprocess.layout == Layout::Nchw)
            writePlanes(fitted, m_table, channelOrder(m_preprocess.color), out);
        else
            writeInterleaved(fitted, m_table, channelOrder(m_preprocess.color), out);
    } catch (const std::exception&) {  // an extreme shape can ask for more memory than there is
        return base::badInput(path.string(), "dataset.unreadable_image");
    }
    return LoadTimes{milliseconds(begin, decoded), milliseconds(decoded, Clock::now()),
                     placementOf(picture.cols, picture.rows, m_preprocess)};
}

}  // namespace pwb::dataset
