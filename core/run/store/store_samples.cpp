// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/try.h"
#include "core/run/store/store.h"
#include "core/run/store/store_database.h"

namespace pwb::run {

using base::Result;
using base::Status;
namespace {

/// The form of an annotated object on disk.
struct PackedObject {
    double x, y, width, height, area;
    std::int32_t label, crowd;
};

std::vector<PackedObject> packed(const std::vector<dataset::Object>& objects) {
    std::vector<PackedObject> all;
    all.reserve(objects.size());
    for (const dataset::Object& one : objects)
        all.push_back(
            {one.box.x, one.box.y, one.box.width, one.box.height, one.area, one.label, one.crowd ? 1 : 0});
    return all;
}

}  // namespace

Status RunStore::putSamples(const dataset::Manifest& manifest) {
    return m_implementation->transaction([&]() -> Status {
        for (const char* sql : {"DELETE FROM classes", "DELETE FROM samples", "DELETE FROM objects"})
            PWB_CHECK(m_implementation->execute(sql));
        Statement classes(m_implementation->db, "INSERT INTO classes VALUES(?, ?)");
        for (std::size_t i = 0; i < manifest.classes.size(); ++i, classes.reset())
            if (!classes.bind(static_cast<std::int64_t>(i)).bind(manifest.classes[i]).run())
                return m_implementation->failure();
        Statement samples(m_implementation->db, "INSERT INTO samples VALUES(?, ?, ?)");
        Statement objects(m_implementation->db, "INSERT INTO objects VALUES(?, ?)");
        for (std::size_t i = 0; i < manifest.samples.size(); ++i, samples.reset()) {
            const dataset::Sample& sample = manifest.samples[i];
            const auto number = static_cast<std::int64_t>(i);
            if (!samples.bind(number)
                     .bind(sample.path.string())
                     .bind(static_cast<std::int64_t>(sample.label))
                     .run())
                return m_implementation->failure();
            // A row for each sample, also for one without objects: it says that the set is annotated.
            if (!manifest.hasObjects) continue;
            if (!objects.bind(number).bindBlob(packed(sample.objects)).run())
                return m_implementation->failure();
            objects.reset();
        }
        return {};
    });
}

Result<dataset::Manifest> RunStore::samples() const {
    dataset::Manifest manifest;
    Statement classes(m_implementation->db, "SELECT name FROM classes ORDER BY number");
    while (classes.step()) manifest.classes.push_back(classes.text(0));
    Statement samples(m_implementation->db, "SELECT path, label FROM samples ORDER BY number");
    while (samples.step())
        manifest.samples.push_back({samples.text(0), static_cast<int>(samples.integer(1))});
    if (!classes.ok() || !samples.ok()) return m_implementation->failure();
    if (!m_implementation->has("objects")) return manifest;
    Statement objects(m_implementation->db, "SELECT sample, objects FROM objects");
    while (objects.step()) {
        const auto number = static_cast<std::size_t>(objects.integer(0));
        if (number >= manifest.samples.size())
            return base::badInput(m_implementation->file.string(), "run.store_damaged",
                                  {{"detail", "objects of a sample that is not there"}});
        manifest.hasObjects = true;
        for (const PackedObject& one : objects.blob<PackedObject>(1))
            manifest.samples[number].objects.push_back(
                {{one.x, one.y, one.width, one.height}, one.label, one.area, one.crowd != 0});
    }
    if (!objects.ok()) return m_implementation->failure();
    return manifest;
}

}  // namespace pwb::run
