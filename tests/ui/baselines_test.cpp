// SPDX-License-Identifier: GPL-3.0-or-later
// Every page and every chart looks as it did: against the pictures in tests/data/baselines, in the light
// theme and in English. After a change of looks that is meant: PWB_UPDATE_BASELINES=1, and look at what git
// says changed.
#include <QAbstractItemView>
#include <QComboBox>
#include <QDir>
#include <QTableView>
#include <QTest>
#include <QVBoxLayout>

#include "core/report/writers.h"
#include "tests/support/documents/detection_document.h"
#include "tests/support/documents/sample_document.h"
#include "tests/support/places.h"
#include "tests/support/test_folder.h"
#include "tests/ui/baseline.h"
#include "tests/ui/ui_test.h"
#include "ui/charts/bar_rows.h"
#include "ui/charts/changed_answers_bars.h"
#include "ui/charts/confidence_density.h"
#include "ui/charts/confidence_histogram.h"
#include "ui/charts/decision_tree_view.h"
#include "ui/charts/latency_boxes.h"
#include "ui/charts/layer_scatter.h"
#include "ui/charts/layer_times.h"
#include "ui/charts/line_chart.h"
#include "ui/charts/object_fate_bars.h"
#include "ui/charts/precision_recall_chart.h"
#include "ui/charts/reliability_chart.h"
#include "ui/charts/search_steps.h"
#include "ui/charts/size_bars.h"
#include "ui/charts/trade_off_chart.h"
#include "ui/charts/value_histogram.h"
#include "ui/jobs/layers_job.h"
#include "ui/main_window.h"
#include "ui/models/language.h"
#include "ui/models/settings.h"
#include "ui/pages/accuracy_page.h"
#include "ui/pages/changes_page.h"
#include "ui/pages/confidence_page.h"
#include "ui/pages/decision_page.h"
#include "ui/pages/history_page.h"
#include "ui/pages/layers_page.h"
#include "ui/pages/memory_page.h"
#include "ui/pages/overview_page.h"
#include "ui/pages/performance_page.h"
#include "ui/pages/report_page.h"
#include "ui/pages/setup_page.h"
#include "ui/theme/theme.h"
#include "ui/widgets/confusion_view.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/detection_view.h"
#include "ui/widgets/progress_lane.h"
#include "ui/widgets/segmented.h"

using namespace pwb;
using namespace pwb::ui;

namespace {

constexpr QSize kPage(1280, 800), kChart(520, 300);

/// A widget to be looked at, and what must live meanwhile.
struct Scene {
    std::shared_ptr<QWidget> top;
    QWidget* shown = nullptr;  ///< `top` or a child of it
};

using Made = std::remove_const_t<Document::element_type>;

struct Look {
    QString name;
    std::function<Scene()> make;
};

}  // namespace

class BaselinesTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void looks_data();
    void looks();

private:
    void addPages();
    void addDetectorsPages();
    void addUnfinishedRuns();
    void addWindows();
    void addCharts();
    void add(const QString& name, std::function<Scene()> make) { m_looks.append({name, std::move(make)}); }
    template <class PageType>
    void addPage(
        const QString& name, const Document& document,
        std::function<void(PageType&)> prepare = [](PageType&) {});
    template <class PageType, class Part>
    void addPart(const QString& name, const Document& document, const QString& partName = {});
    template <class ChartType, class... Arguments>
    void addChart(const QString& name, Arguments... shown);

    tests::TestFolder m_folder;
    Document m_classifier, m_variants, m_layers, m_detector, m_unlabelled, m_partial, m_waiting;
    LayersJob m_job;
    QVector<Look> m_looks;
};

namespace {

/// With paths that are the same in every checkout; the samples' own stay, as pictures are read from them.
Document frozen(const std::shared_ptr<Made>& made, const char* sample, const char* model) {
    if (!made) qFatal("the samples are missing");
    const std::filesystem::path root = std::filesystem::path("/samples") / sample;
    made->model.path = root / model;
    made->data.path = root / "val";
    made->startedAt = "2026-03-14T09:26:53Z";
    made->seconds = 83;
    made->environment.cpu.name = "A processor";
    made->environment.cpu.cores = 4;
    made->environment.threads = 4;
    made->environment.provider = "cpu";
    made->environment.runtime = "ONNX Runtime";
    made->environment.runtimeVersion = "1.2.3";
    return made;
}

Document frozenGlyphs(const std::shared_ptr<Made>& made) {
    return frozen(made, "glyphs", "mobilenetv2.onnx");
}

Document frozenPitch(const std::shared_ptr<Made>& made) {
    return frozen(made, "pitch", "detector.onnx");
}

/// A run that was stopped half-way, with an engine that failed to be measured.
Document partial(const Document& whole) {
    auto result = std::make_shared<Made>(*whole);
    result->engines[1].measurement.reset();
    result->engines[1].predictions.reset();
    result->engines[1].accuracy.reset();
    result->engines[2].accuracyPartial = true;
    result->engines[2].measurement.reset();
    result->endToEnd.reset();
    result->decision.reset();
    result->comparisons.clear();
    result->finished = false;
    return result;
}

/// A detector's run of which nothing is known but FP32's first answers.
Document waiting(const Document& whole) {
    auto result = std::make_shared<Made>(*whole);
    result->finished = false;
    result->decision.reset();
    result->comparisons.clear();
    for (auto& engine : result->engines) engine.measurement.reset();
    result->engines[0].accuracyPartial = true;
    for (std::size_t e = 1; e < result->engines.size(); ++e) {
        auto& engine = result->engines[e];
        engine.state = {};
        engine.detection.reset();
        engine.detections.reset();
        engine.matches.reset();
        engine.built.reset();
    }
    return result;
}

void choose(QWidget& page, const QString& segmented, int index) {
    auto* choice = page.findChild<Segmented*>(segmented);
    choice->setCurrent(index);
    emit choice->chosen(index);
}

void show(QWidget& widget, QSize size) {
    widget.resize(size);
    widget.show();
    if (!QTest::qWaitForWindowExposed(&widget)) qWarning("not shown");
}

}  // namespace

void BaselinesTest::initTestCase() {
    prepareApplication();
    applyLanguage(QStringLiteral("en"));
    applyTheme(ThemeChoice::Light);
    QApplication::setCursorFlashTime(0);
    QVERIFY2(QFontInfo(QApplication::font()).family() == QLatin1String("Noto Sans"),
             "Noto Sans is missing: scripts/setup installs it");
    m_classifier = frozenGlyphs(tests::sampleDocument());
    m_variants = frozenGlyphs(tests::variantDocument());
    m_layers = frozenGlyphs(tests::layerDocument());
    m_detector = frozenPitch(tests::detectionDocument());
    m_unlabelled = frozenPitch(tests::unlabelledDetectionDocument());
    m_partial = partial(m_classifier);
    m_waiting = waiting(m_detector);
}

template <class PageType>
void BaselinesTest::addPage(const QString& name, const Document& document,
                            std::function<void(PageType&)> prepare) {
    add(name, [document, prepare] {
        auto page = std::make_shared<PageType>();
        page->setDocument(document);
        show(*page, kPage);
        prepare(*page);
        return Scene{page, page.get()};
    });
}

template <class PageType, class Part>
void BaselinesTest::addPart(const QString& name, const Document& document, const QString& partName) {
    add(name, [document, partName] {
        auto page = std::make_shared<PageType>();
        page->setDocument(document);
        show(*page, kPage);
        return Scene{page, page->template findChild<Part*>(partName)};
    });
}

template <class ChartType, class... Arguments>
void BaselinesTest::addChart(const QString& name, Arguments... shown) {
    add(name, [=] {
        auto chart = std::make_shared<ChartType>();
        chart->setDocument(shown...);
        show(*chart, kChart.expandedTo(chart->minimumSizeHint()));
        return Scene{chart, chart.get()};
    });
}

void BaselinesTest::addPages() {
    addPage<OverviewPage>("overview", m_classifier);
    addPage<OverviewPage>("overview-variants", m_variants);
    addPage<AccuracyPage>("accuracy", m_classifier);
    addPage<AccuracyPage>("accuracy-cell", m_classifier, [](AccuracyPage& page) {
        auto* view = page.findChild<ConfusionView*>("confusion-int8");
        QPoint cell(0, 1);
        while (cell.x() == cell.y() || view->countAt(cell) < 2)
            cell = cell.x() < 35 ? cell + QPoint(1, 0) : QPoint(0, cell.y() + 1);
        QTest::mouseClick(view, Qt::LeftButton, {}, view->cellRect(cell).center().toPoint());
    });
    addPage<AccuracyPage>("accuracy-zoomed", m_classifier, [](AccuracyPage& page) {
        auto* view = page.findChild<ConfusionView*>("confusion-int8");
        for (int i = 0; i < 4; ++i) QTest::keyClick(view, Qt::Key_Plus);
    });
    addPage<AccuracyPage>("accuracy-variants", m_variants);
    addPage<AccuracyPage>("accuracy-1000", frozenGlyphs(tests::largeDocument(1000, 10000)));
    addPage<ConfidencePage>("confidence", m_classifier);
    addPage<ConfidencePage>("confidence-variants", m_variants);
    addPage<ChangesPage>("changes", m_classifier);
    addPage<PerformancePage>("performance", m_classifier);
    addPage<PerformancePage>("performance-variants", m_variants);
    addPage<MemoryPage>("memory", m_classifier);
    addPage<DecisionPage>("decision", m_classifier);
    addPage<DecisionPage>("decision-variants", m_variants);
    addPage<ReportPage>("report", m_classifier);
    const auto layers = [this](const Document& document, int chosen, int trade) {
        return [this, document, chosen, trade] {
            auto page = std::make_shared<LayersPage>(&m_job);
            page->setDocument(document);
            show(*page, kPage);
            auto* table = page->findChild<DataTable*>("layersTable");
            if (chosen >= 0) table->setCurrentIndex(table->model()->index(chosen, 0));
            if (trade > 0) choose(*page, "tradeChoice", trade);
            return Scene{page, page.get()};
        };
    };
    add("layers", layers(m_layers, -1, 0));
    add("layers-chosen", layers(m_layers, 6, 0));
    add("layers-search", layers(m_layers, -1, 1));
    add("layers-empty", layers(m_classifier, -1, 0));
    add("history", [this] {
        const auto write = [&](const char* name, const Document& document, const char* startedAt) {
            auto made = std::make_shared<Made>(*document);
            made->startedAt = startedAt;
            const std::filesystem::path run = std::filesystem::path("runs") / name;
            m_folder.write(run / "run.sqlite", "");
            m_folder.write(run / "report.json", report::writeJson(*made, base::Words::of("en")));
        };
        write("glyphs", m_classifier, "2026-03-14T09:26:53Z");
        write("variants", m_variants, "2026-03-15T19:05:00Z");
        write("pitch", m_detector, "2026-03-16T07:45:00Z");
        Settings().setRunsFolder(QString::fromStdString(m_folder.at("runs")));
        auto page = std::make_shared<HistoryPage>();
        show(*page, kPage);
        return Scene{page, page.get()};
    });
}

void BaselinesTest::addDetectorsPages() {
    addPage<OverviewPage>("detector-overview", m_detector);
    addPage<OverviewPage>("detector-overview-unlabelled", m_unlabelled);
    addPage<AccuracyPage>("detector-accuracy", m_detector);
    addPage<AccuracyPage>("detector-accuracy-ball", m_detector, [](AccuracyPage& page) {
        auto* filter = page.findChild<QComboBox*>("classFilter");
        filter->setCurrentIndex(1);
        emit filter->activated(1);
    });
    addPage<AccuracyPage>("detector-accuracy-classes", m_detector,
                          [](AccuracyPage& page) { choose(page, "accuracyView", 1); });
    addPage<AccuracyPage>("detector-accuracy-unlabelled", m_unlabelled);
    addPage<ConfidencePage>("detector-confidence", m_detector);
    addPage<ChangesPage>("detector-changes", m_detector);
    addPage<ChangesPage>("detector-changes-unlabelled", m_unlabelled);
    addPage<PerformancePage>("detector-performance", m_detector);
    addPage<MemoryPage>("detector-memory", m_detector);
    addPage<DecisionPage>("detector-decision", m_detector);
    addPage<ReportPage>("detector-report", m_detector);
}

void BaselinesTest::addUnfinishedRuns() {
    addPage<OverviewPage>("overview-empty", {});
    addPage<AccuracyPage>("accuracy-empty", {});
    addPage<ConfidencePage>("confidence-empty", {});
    addPage<ChangesPage>("changes-empty", {});
    addPage<PerformancePage>("performance-empty", {});
    addPage<MemoryPage>("memory-empty", {});
    addPage<DecisionPage>("decision-empty", {});
    addPage<ReportPage>("report-empty", {});
    addPage<OverviewPage>("overview-partial", m_partial);
    addPage<AccuracyPage>("accuracy-partial", m_partial);
    addPage<ConfidencePage>("confidence-partial", m_partial);
    addPage<ChangesPage>("changes-partial", m_partial);
    addPage<PerformancePage>("performance-partial", m_partial);
    addPage<MemoryPage>("memory-partial", m_partial);
    addPage<DecisionPage>("decision-partial", m_partial);
    addPage<OverviewPage>("detector-overview-waiting", m_waiting);
    addPage<AccuracyPage>("detector-accuracy-waiting", m_waiting);
    addPage<ChangesPage>("detector-changes-waiting", m_waiting);
}

void BaselinesTest::addWindows() {
    // The samples as they lie in the home of this test: "~/samples/…" is what is shown of their paths.
    const QString home = QDir::homePath() + QStringLiteral("/samples");
    QFile::link(QString::fromStdString(tests::samples().string()), home);
    const auto window = [home](const QString& model, const QString& data) {
        return [home, model, data] {
            Settings().setRunsFolder(home + QStringLiteral("/none"));
            auto made = std::make_shared<MainWindow>();
            show(*made, kPage);
            if (!model.isEmpty()) made->setup()->setModel(home + model);
            if (!data.isEmpty()) made->setup()->setData(home + data);
            if (!model.isEmpty() &&
                !QTest::qWaitFor([&] { return made->setup()->facts()->checked; }, tests::kPatience))
                qWarning("setup has not read everything");
            return Scene{made, made.get()};
        };
    };
    add("setup-empty", window({}, {}));
    add("setup", window("/glyphs/mobilenetv2.onnx", "/glyphs/val"));
    add("detector-setup", window("/pitch/detector.onnx", "/pitch/val"));
}

void BaselinesTest::addCharts() {
    addChart<TradeOffChart>("chart-trade-off", m_classifier);
    addChart<TradeOffChart>("chart-trade-off-variants", m_variants);
    addChart<TradeOffChart>("chart-trade-off-detector", m_detector);
    addChart<ChangedAnswersBars>("chart-changed-answers", m_classifier);
    addChart<ChangedAnswersBars>("chart-changed-answers-variants", m_variants);
    addChart<LatencyBoxes>("chart-latency-boxes", m_classifier, 1);
    addChart<LayerScatter>("chart-layer-scatter", m_layers);
    addChart<LayerTimes>("chart-layer-times", m_layers);
    addChart<ObjectFateBars>("chart-object-fates", m_detector);
    addChart<ReliabilityChart>("chart-reliability", m_classifier);
    addChart<ReliabilityChart>("chart-reliability-detector", m_detector);
    addChart<PrecisionRecallChart>("chart-precision-recall", m_detector, -1);
    addChart<PrecisionRecallChart>("chart-precision-recall-ball", m_detector, 0);
    addChart<SizeBars>("chart-size-bars-recall", m_detector, SizeBars::Measure::Recall, -1);
    addChart<SizeBars>("chart-size-bars-ap", m_detector, SizeBars::Measure::Ap50, 0);
    add("chart-decision-tree", [this] {
        auto chart = std::make_shared<DecisionTreeView>();
        chart->setDecision(m_classifier->decision);
        show(*chart, chart->sizeHint());
        return Scene{chart, chart.get()};
    });
    add("chart-search-steps", [this] {
        auto chart = std::make_shared<SearchSteps>();
        chart->setSearch(m_layers->layers->search);
        show(*chart, kChart);
        return Scene{chart, chart.get()};
    });
    add("chart-value-histogram", [this] {
        auto chart = std::make_shared<ValueHistogram>();
        chart->setValues(m_layers->layers->layers[6].values);
        show(*chart, kChart);
        return Scene{chart, chart.get()};
    });
    add("progress-lanes", [] {
        auto lanes = std::make_shared<QWidget>();
        auto* column = new QVBoxLayout(lanes.get());
        const auto lane = [&](base::Precision precision, ProgressLane::State state, const char* text,
                              double part) {
            auto* made = new ProgressLane(precision);
            made->setState(state, QString::fromLatin1(text), part);
            column->addWidget(made);
        };
        lane(base::Precision::Fp32, ProgressLane::State::Done, "done", 1);
        lane(base::Precision::Fp16, ProgressLane::State::Working, "evaluating, 71 %", 0.71);
        lane(base::Precision::Int8, ProgressLane::State::Idle, "waiting", 0);
        lane(base::Precision::Int8, ProgressLane::State::Failed, "failed", 0.4);
        lane(base::Precision::Int8, ProgressLane::State::Cancelled, "cancelled", 0.2);
        show(*lanes, {260, 220});
        return Scene{lanes, lanes.get()};
    });
    addPart<ConfidencePage, ConfidenceDensity>("chart-confidence-density", m_classifier);
    addPart<ConfidencePage, ConfidenceHistogram>("chart-confidence-histogram", m_classifier);
    addPart<PerformancePage, LineChart>("chart-lines", m_classifier);
    addPart<PerformancePage, BarRows>("chart-bar-rows", m_classifier);
    addPart<AccuracyPage, ConfusionView>("confusion-matrix", m_classifier, "confusion-int8");
    addPart<ChangesPage, DetectionView>("detections", m_detector, "detections-int8");
}

void BaselinesTest::looks_data() {
    QTest::addColumn<int>("index");
    m_looks.clear();
    addPages();
    addDetectorsPages();
    addUnfinishedRuns();
    addWindows();
    addCharts();
    for (int i = 0; i < m_looks.size(); ++i) QTest::newRow(qPrintable(m_looks[i].name)) << i;
}

void BaselinesTest::looks() {
    QFETCH(int, index);
    const Look& look = m_looks[index];
    const Scene scene = look.make();
    QVERIFY(scene.shown);
    const QString unlike = tests::unlikeBaseline(*scene.shown, look.name);
    QVERIFY2(unlike.isEmpty(), qPrintable(unlike));
}

PWB_UI_TEST(BaselinesTest);
#include "baselines_test.moc"
