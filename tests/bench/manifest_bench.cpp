// SPDX-License-Identifier: GPL-3.0-or-later
#include <benchmark/benchmark.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "core/dataset/calibration_set.h"
#include "core/dataset/manifest.h"

using namespace pwb;
namespace fs = std::filesystem;

namespace {

constexpr int kImages = 5000, kObjects = 40, kClasses = 80;

/// 5,000 images, copies of one, with 40 objects each, in a folder of its own.
class DetectionData {
public:
    DetectionData() : m_root(fs::temp_directory_path() / ("pwb-bench-" + std::to_string(::getpid()))) {
        fs::create_directories(m_root / "images");
        fs::create_directories(m_root / "labels");
        const fs::path picture = fs::path(PWB_SAMPLES) / "pitch/val/images/00000.jpg";
        std::ofstream coco(m_root / "annotations.json"), csv(m_root / "boxes.csv");
        csv << "path,label,x,y,w,h\n";
        std::string images, objects, classes;
        for (int c = 0; c < kClasses; ++c)
            classes += (c ? "," : "") +
                       ("{\"id\":" + std::to_string(c + 1) + ",\"name\":\"c" + std::to_string(c) + "\"}");
        int id = 0;
        for (int i = 0; i < kImages; ++i) {
            const std::string name = std::to_string(100000 + i);
            fs::copy_file(picture, m_root / "images" / (name + ".jpg"));
            images += (i ? "," : "") + ("{\"id\":" + std::to_string(i) + ",\"file_name\":\"" + name +
                                        ".jpg\",\"width\":320,\"height\":320}");
            std::ofstream labels(m_root / "labels" / (name + ".txt"));
            for (int o = 0; o < kObjects; ++o, ++id) {
                const int label = id * 7 % kClasses, x = id * 13 % 290, y = id * 29 % 290;
                objects += (id ? "," : "") +
                           ("{\"id\":" + std::to_string(id) + ",\"image_id\":" + std::to_string(i) +
                            ",\"category_id\":" + std::to_string(label + 1) + ",\"bbox\":[" +
                            std::to_string(x) + ".25," + std::to_string(y) +
                            ".5,20.75,16.5],\"area\":342.4,\"iscrowd\":0,\"segmentation\":[[1,2,3,4,5,6]]}");
                csv << "images/" << name << ".jpg," << label << ',' << x << ".25," << y << ".5,20.75,16.5\n";
                labels << label << ' ' << (x + 10.625) / 320 << ' ' << (y + 8.75) / 320
                       << " 0.064844 0.051563\n";
            }
        }
        coco << "{\"images\":[" << images << "],\"annotations\":[" << objects << "],\"categories\":["
             << classes << "]}";
        std::ofstream(m_root / "data.yaml") << "val: images\nnc: 80\n";
    }
    ~DetectionData() {
        std::error_code code;
        fs::remove_all(m_root, code);
    }
    [[nodiscard]] fs::path file(const char* name) const { return m_root / name; }

private:
    fs::path m_root;
};

double megabytesUsed() {
    std::ifstream in("/proc/self/statm");
    double all = 0, resident = 0;
    in >> all >> resident;
    return resident * static_cast<double>(::sysconf(_SC_PAGESIZE)) / 1e6;
}

void readDetection(benchmark::State& state, const char* name) {
    static const DetectionData data;
    dataset::LabelOptions options;
    options.task = model::Task::Detection;
    const double before = megabytesUsed();
    double most = 0;
    for (auto _ : state) {
        const auto manifest = dataset::readManifest(data.file(name), options);
        if (!manifest || manifest->objectCount() != kImages * kObjects) state.SkipWithError("not as written");
        most = std::max(most, megabytesUsed() - before);
    }
    state.counters["MB"] = most;
}
BENCHMARK_CAPTURE(readDetection, coco, "annotations.json")->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(readDetection, yolo, "data.yaml")->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(readDetection, csv, "boxes.csv")->Unit(benchmark::kMillisecond)->UseRealTime();

void drawDetection(benchmark::State& state) {
    dataset::Manifest manifest;
    manifest.hasObjects = true;
    manifest.classes.resize(kClasses);
    for (int i = 0; i < 100000; ++i) {
        dataset::Sample sample;
        for (int o = 0; o < 7; ++o)
            sample.objects.push_back({{0, 0, 1, 1}, i * (o + 3) % kClasses, 1, false});
        manifest.samples.push_back(std::move(sample));
    }
    for (auto _ : state)
        benchmark::DoNotOptimize(dataset::drawBalanced(manifest, static_cast<int>(state.range(0)), 1));
}
BENCHMARK(drawDetection)->Arg(500)->Arg(50000)->Unit(benchmark::kMillisecond);

}  // namespace
