// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/setup/data_card.h"

#include <QLineEdit>
#include <QPushButton>
#include <algorithm>

#include "core/dataset/tensor_set.h"
#include "ui/models/data_facts.h"
#include "ui/models/format.h"
#include "ui/models/object_words.h"
#include "ui/pages/setup/preprocess_text.h"
#include "ui/widgets/class_bars.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/file_tile.h"
#include "ui/widgets/label.h"
#include "ui/widgets/number_field.h"
#include "ui/widgets/preview_strip.h"
#include "ui/widgets/save_chart.h"

namespace pwb::ui {
namespace {

QLineEdit* textField(const QString& objectName, const QString& accessibleName, int width) {
    auto* field = new QLineEdit;
    field->setObjectName(objectName);
    field->setAccessibleName(accessibleName);
    field->setFont(ui::font(TextRole::Table));
    field->setMinimumWidth(scaled(width));
    return field;
}

template <class Id>
QString idText(Id id) {
    return QString::fromLatin1(id.data(), static_cast<qsizetype>(id.size()));
}

QString balanceText(const std::vector<int>& counts) {
    if (counts.empty()) return {};
    const auto [least, most] = std::minmax_element(counts.begin(), counts.end());
    return *least == *most ? DataCard::tr(", %1 in each").arg(formatCount(*least))
                           : DataCard::tr(", %1 to %2 in each").arg(formatCount(*least), formatCount(*most));
}

}  // namespace

DataCard::DataCard(QWidget* parent)
    : SetupCard(tr("Validation data"), parent),
      m_tile(new FileTile(QStringLiteral("folder"), QStringLiteral("dataPath"))),
      m_bars(new ClassBars),
      m_origin(new ElidedLabel),
      m_tensor(label({})),
      m_objects(new ElidedLabel),
      m_rate(new NumberField(QStringLiteral("videoRate"), {}, 0.001, 1000, 3)),
      m_video(new QWidget),
      m_preprocessing(nullptr),
      m_size(textField(QStringLiteral("size"), tr("Input size, width × height"), 76)),
      m_scale(textField(QStringLiteral("scale"), tr("Scale of pixel values"), 60)),
      m_mean(textField(QStringLiteral("mean"), tr("Mean per channel"), 140)),
      m_std(textField(QStringLiteral("std"), tr("Standard deviation per channel"), 140)),
      m_resizeTo(textField(QStringLiteral("resizeTo"), tr("Size before the middle is cut out"), 76)),
      m_resize(choiceBox(QStringLiteral("resize"), {{tr("stretch"), QStringLiteral("stretch")},
                                                    {tr("letterbox"), QStringLiteral("letterbox")},
                                                    {tr("centre crop"), QStringLiteral("center-crop")}})),
      m_color(choiceBox(QStringLiteral("color"), {{QStringLiteral("RGB"), QStringLiteral("rgb")},
                                                  {QStringLiteral("BGR"), QStringLiteral("bgr")}})),
      m_layout(choiceBox(QStringLiteral("layout"), {{QStringLiteral("NCHW"), QStringLiteral("nchw")},
                                                    {QStringLiteral("NHWC"), QStringLiteral("nhwc")}})),
      m_filter(choiceBox(QStringLiteral("interpolation"),
                         {{tr("nearest"), QStringLiteral("nearest")},
                          {tr("bilinear"), QStringLiteral("bilinear")},
                          {tr("bicubic"), QStringLiteral("bicubic")},
                          {QStringLiteral("Lanczos"), QStringLiteral("lanczos")},
                          {tr("box"), QStringLiteral("box")},
                          {QStringLiteral("Hamming"), QStringLiteral("hamming")}})),
      m_resizer(choiceBox(QStringLiteral("resizeWith"),
                          {{QStringLiteral("OpenCV"), QStringLiteral("opencv")},
                           {QStringLiteral("Pillow"), QStringLiteral("pillow")},
                           {QStringLiteral("torchvision"), QStringLiteral("torchvision")}})),
      m_find(flatButton(tr("Find by trying…"), QStringLiteral("search"))),
      m_previews(new PreviewStrip) {
    setObjectName(QStringLiteral("dataCard"));
    body()->setContentsMargins(16, 6, 16, 12);
    body()->setSpacing(6);
    QPushButton* open = openButton(tr("Open…"), QStringLiteral("openData"));
    open->setToolTip(
        tr("Open a folder (Ctrl+D) or a file: images by class or with annotations (COCO, YOLO, "
           "CSV), tensors, or a video"));
    addTool(open);
    connect(m_tile, &FileTile::clicked, this, &DataCard::openRequested);
    body()->addWidget(m_tile);

    auto* classes = new QGridLayout;
    classes->setHorizontalSpacing(12);
    classes->setVerticalSpacing(2);
    m_perClass = label(tr("Per class"), TextRole::Table, Tone::Secondary);
    m_perClass->setFixedWidth(scaled(58));
    classes->addWidget(m_perClass, 0, 0, Qt::AlignTop);
    classes->addWidget(m_bars, 0, 1);
    m_bars->setMinimumHeight(scaled(30));
    body()->addLayout(classes, 1);
    m_objects->setFont(ui::font(TextRole::Table));
    m_objects->setObjectName(QStringLiteral("objectSizes"));
    body()->addWidget(m_objects);
    body()->addWidget(makeVideo());
    body()->addWidget(separator());
    m_preprocessing = makePreprocessing();
    body()->addWidget(m_preprocessing);
    m_tensor->setObjectName(QStringLiteral("tensorText"));
    m_tensor->hide();
    body()->addWidget(m_tensor);

    auto* head = new QHBoxLayout;
    head->addWidget(label(tr("What the model will see"), TextRole::Table, Tone::Secondary), 1);
    QPushButton* other = flatButton(tr("Other samples"), QStringLiteral("chevron-right"));
    other->setObjectName(QStringLiteral("otherSamples"));
    head->addWidget(other);
    connect(other, &QPushButton::clicked, this, &DataCard::otherSamplesRequested);
    body()->addLayout(head);
    body()->addWidget(m_previews, 2);
    showNothing();
}

QWidget* DataCard::makeVideo() {
    auto* row = new QHBoxLayout(m_video);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kGrid);
    row->addWidget(label(tr("Frames per second"), TextRole::Table, Tone::Secondary));
    row->addWidget(m_rate);
    row->addWidget(label(tr("taken from the video"), TextRole::Table, Tone::Secondary), 1);
    m_rate->setFixedWidth(scaled(60));
    m_rate->setPlaceholderText(QStringLiteral("1"));
    m_rate->setAccessibleName(tr("Frames per second taken from the video"));
    connect(m_rate, &NumberField::editingFinished, this, &DataCard::edited);
    return m_video;
}

QWidget* DataCard::makePreprocessing() {
    auto* fields = new QWidget;
    auto* grid = new QGridLayout(fields);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(kGrid);
    grid->addWidget(label(tr("Preprocessing"), TextRole::Table, Tone::Secondary), 0, 0);
    auto* first = new QHBoxLayout;
    first->setSpacing(kGrid);
    for (QWidget* field :
         {static_cast<QWidget*>(m_size), static_cast<QWidget*>(m_resize), static_cast<QWidget*>(m_color),
          static_cast<QWidget*>(m_scale), static_cast<QWidget*>(m_layout)})
        first->addWidget(field);
    first->addStretch(1);
    grid->addLayout(first, 0, 1);
    grid->addWidget(label(tr("Mean, std"), TextRole::Table, Tone::Secondary), 1, 0);
    auto* second = new QHBoxLayout;
    second->setSpacing(kGrid);
    second->addWidget(m_mean);
    second->addWidget(m_std);
    second->addStretch(1);
    second->addWidget(m_find);
    grid->addLayout(second, 1, 1);
    grid->addWidget(label(tr("Resizing"), TextRole::Table, Tone::Secondary), 2, 0);
    auto* third = new QHBoxLayout;
    third->setSpacing(kGrid);
    for (QWidget* field : {static_cast<QWidget*>(m_resizeTo), static_cast<QWidget*>(m_filter),
                           static_cast<QWidget*>(m_resizer)})
        third->addWidget(field);
    third->addWidget(m_origin, 1);
    m_origin->setFont(ui::font(TextRole::Table));
    grid->addLayout(third, 2, 1);
    m_resizeTo->setMaximumWidth(scaled(84));
    m_resizeTo->setPlaceholderText(tr("auto"));
    m_resizeTo->setToolTip(tr("The shorter side (256) or width × height before the middle is cut out"));
    m_filter->setAccessibleName(tr("Filter of the resizing"));
    m_resizer->setAccessibleName(tr("Whose resizing, to the last bit"));
    m_find->setObjectName(QStringLiteral("findPreprocessing"));
    m_find->setToolTip(tr("Tries the likely ways on labelled samples and ranks them"));
    connect(m_find, &QPushButton::clicked, this, &DataCard::findPreprocessingRequested);
    m_size->setMaximumWidth(scaled(84));
    m_scale->setMaximumWidth(scaled(70));
    m_resize->setAccessibleName(tr("Resize"));
    m_color->setAccessibleName(tr("Colour order"));
    m_layout->setAccessibleName(tr("Layout"));

    for (QLineEdit* field : {m_size, m_scale, m_mean, m_std, m_resizeTo})
        connect(field, &QLineEdit::editingFinished, this, [this, field] {
            if (!field->isModified()) return;
            field->setModified(false);
            if (takeText(field)) emit edited();
        });
    for (QComboBox* box : {m_resize, m_color, m_layout, m_filter, m_resizer})
        connect(box, &QComboBox::activated, this, [this, box] {
            takeChoice(box);
            emit edited();
        });
    return fields;
}

bool DataCard::takeText(QLineEdit* field) {
    const QString text = field->text();
    bool understood = false;
    if (field == m_size) {
        const auto size = sizeFrom(text);
        understood = size.has_value();
        if (size) m_given.width = size->first, m_given.height = size->second;
    } else if (field == m_resizeTo) {
        const auto size = resizeToFrom(text);
        understood = size.has_value();
        if (size) m_given.resizeTo = size, m_given.resize = dataset::ResizeMode::CenterCrop;
    } else if (field == m_scale) {
        const auto scale = scaleFrom(text);
        understood = scale.has_value();
        if (scale) m_given.scale = scale;
    } else {
        const auto values = tripleFrom(text);
        const bool zero =
            field == m_std && values && std::find(values->begin(), values->end(), 0.0) != values->end();
        understood = values.has_value() && !zero;
        if (understood) (field == m_mean ? m_given.mean : m_given.std) = values;
    }
    setInvalid(field, understood ? QString() : tr("This cannot be understood; the last value is kept."));
    return understood;
}

void DataCard::takeChoice(const QComboBox* box) {
    const std::string id = box->currentData().toString().toStdString();
    if (box == m_resize) m_given.resize = dataset::resizeFromId(id), m_given.resizeTo.reset();
    if (box == m_filter) m_given.filter = dataset::filterFromId(id);
    if (box == m_resizer) m_given.resizer = dataset::resizerFromId(id);
    if (box == m_color) m_given.color = dataset::colorFromId(id);
    if (box == m_layout) m_given.layout = dataset::layoutFromId(id);
}

void DataCard::setPlan(const run::RunPlan& plan) {
    m_given = plan.preprocess;
    m_rate->setValue(plan.videoRate > 0 ? std::optional(plan.videoRate) : std::nullopt);
}

void DataCard::apply(run::RunPlan& plan) const {
    plan.preprocess = m_given;
    plan.videoRate = m_rate->value().value_or(0);
}

void DataCard::setFacts(const run::RunPlan& plan, const SetupFacts& facts) {
    if (plan.data.empty())
        showNothing();
    else if (!facts.data) {
        m_tile->setFile(shortPath(plan.data), homePath(plan.data),
                        QString::fromStdString(plan.data.string()));
        m_tile->setState(Chip::Sign::Waiting, tr("reading"));
    } else if (!*facts.data) {
        showNothing();
        m_tile->setFile(shortPath(plan.data), coreText(facts.data->error().message),
                        coreText(facts.data->error()));
        m_tile->setState(Chip::Sign::Bad, tr("cannot be used"));
    } else {
        showManifest(plan, **facts.data);
    }
    const dataset::Manifest* manifest = facts.data && *facts.data ? &**facts.data : nullptr;
    showSamplesAs(manifest);
    showObjects(manifest);
    const bool refused = facts.preprocess && !*facts.preprocess;  // tensors have none, and that is no error
    if (facts.preprocess && *facts.preprocess && (*facts.preprocess)->width > 0)
        showPreprocess(**facts.preprocess);
    else
        m_origin->setFullText(refused ? coreText(facts.preprocess->error().message) : QString());
    if (refused) m_origin->setToolTip(coreText(facts.preprocess->error()));
    setTone(m_origin, refused ? Tone::Bad : Tone::Secondary);
    QList<PreviewStrip::Picture> pictures;
    for (const Preview& preview : facts.previews) {
        PreviewStrip::Picture picture{preview.image, preview.label};
        for (const dataset::Box& box : preview.boxes)
            picture.boxes << QRectF(box.x, box.y, box.width, box.height);
        if (preview.annotated)
            picture.label =
                preview.boxes.size() == 1 ? tr("1 object") : tr("%1 objects").arg(preview.boxes.size());
        pictures.append(picture);
    }
    if (!pictures.isEmpty() || facts.complete) m_previews->setPictures(pictures);
}

void DataCard::showManifest(const run::RunPlan& plan, const dataset::Manifest& manifest) {
    const bool objects = manifest.hasObjects;
    const std::vector<int> counts = objects ? objectsPerClass(manifest) : manifest.samplesPerClass();
    const bool labelled = std::any_of(counts.begin(), counts.end(), [](int count) { return count > 0; });
    const QString detail = dataText(manifest);
    const std::filesystem::path& path = plan.data;
    m_tile->setFile(shortPath(path), !objects && labelled ? detail + balanceText(counts) : detail,
                    QString::fromStdString(path.string()));
    if (manifest.warnings.empty())
        m_tile->setState(Chip::Sign::Good, tr("read"));
    else
        m_tile->setState(Chip::Sign::Warning, coreText(manifest.warnings.front()));
    m_perClass->setVisible(labelled);
    m_bars->setVisible(labelled);
    m_bars->setCounts(labelled ? counts : std::vector<int>(), manifest.classes,
                      objects ? ClassBars::Counted::Objects : ClassBars::Counted::Samples);
}

void DataCard::showObjects(const dataset::Manifest* manifest) {
    m_video->setVisible(manifest && manifest->kind == dataset::SourceKind::Video);
    m_objects->setVisible(manifest && manifest->hasObjects);
    if (!manifest || !manifest->hasObjects) return;
    const auto counts = objectsPerBucket(*manifest);
    QStringList parts;
    for (std::size_t i = 0; i < counts.size(); ++i)
        parts << tr("%1 px: %2").arg(bucketName(i), formatCount(counts[i]));
    m_objects->setFullText(tr("Objects by √area  %1").arg(parts.join(QStringLiteral("  ·  "))));
}

/// Images are preprocessed; tensors are what they are.
void DataCard::showSamplesAs(const dataset::Manifest* manifest) {
    const bool tensors = manifest && manifest->tensors;
    m_preprocessing->setVisible(!tensors);
    m_tensor->setVisible(tensors);
    if (tensors)
        m_tensor->setText(tr("tensor %1, given to the model without preprocessing")
                              .arg(QString::fromStdString(dataset::tensorText(*manifest->tensors))));
}

void DataCard::showNothing() {
    m_tile->setFile(tr("Drop labelled data here"),
                    tr("images by class or with COCO, YOLO or CSV annotations, tensors, or a video"), {});
    m_tile->setState(Chip::Sign::None, {});
    m_perClass->show();
    m_bars->show();
    m_bars->setCounts({}, {});
}

void DataCard::showPreprocess(const dataset::Preprocess& how) {
    const auto put = [](QLineEdit* field, const QString& value) {
        if (!field->isModified() && field->text() != value) field->setText(value);
    };
    put(m_size, sizeText(how.width, how.height));
    put(m_scale, scaleText(how.scale));
    put(m_mean, tripleText(how.mean));
    put(m_std, tripleText(how.std));
    choose(m_resize, idText(dataset::resizeId(how.resize)));
    choose(m_color, idText(dataset::colorId(how.color)));
    choose(m_layout, idText(dataset::layoutId(how.layout)));
    choose(m_filter, idText(dataset::filterId(how.filter)));
    choose(m_resizer, idText(dataset::resizerId(how.resizer)));
    put(m_resizeTo, resizeToText(how.resizeTo));
    m_resizeTo->setEnabled(how.resize == dataset::ResizeMode::CenterCrop);
    for (QWidget* field : {m_scale, m_mean, m_std}) field->setEnabled(!how.bytes);
    m_origin->setFullText(originText(how));
    QStringList notes;
    for (const base::Message& note : dataset::followingNotes(how)) notes << coreText(note);
    m_origin->setToolTip(notes.join(QLatin1Char('\n')));
}

/// Where it comes from, and whether all of that was followed.
QString DataCard::originText(const dataset::Preprocess& how) {
    if (how.origin == "guess") return tr("guessed");
    if (how.origin == "options") return tr("as given");
    if (how.origin == "graph") return tr("the model scales itself");
    const QString file = QString::fromStdString(how.origin);
    return how.notFollowed.empty() ? tr("from %1").arg(file)
                                   : tr("from %1, not all of it followed").arg(file);
}

}  // namespace pwb::ui
