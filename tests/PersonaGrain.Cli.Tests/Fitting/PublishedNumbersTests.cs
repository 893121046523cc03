using System.Globalization;
using System.Text.Json;
using PersonaGrain.Testing;

namespace PersonaGrain.Cli.Tests.Fitting;

/// <summary>Numbers that packages of the field print in their documentation and tests, by the command line alone. Each says where it is printed.</summary>
public sealed class PublishedNumbersTests : IDisposable
{
    private const string Summary = "cdnow/cdnow_customers_summary.csv";
    private const string Spends = "cdnow/cdnow_customers_summary_with_transactions.csv";
    private const string Iris = "ml_reference/iris_R.csv";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>lifetimes, docs/Quickstart.md: standard errors, and the five customers of whom most is expected in the next week.</summary>
    [SharedDataFact(Summary)]
    public async Task Bgnbd_has_the_standard_errors_and_ranking_of_lifetimes()
    {
        var fit = await FitAsync("bgnbd", Summary, "--columns frequency,recency,T --customer ID --expect 1");

        Numbers(fit.GetProperty("standardErrors"), "r", "alpha", "a", "b").ShouldBe([0.012557, 0.378221, 0.185719, 0.705345], 1e-3);
        var expected = Rows().Select(row => (row[0], Expected: Number(row[^1]))).OrderBy(row => row.Expected).TakeLast(5).ToList();
        expected.Select(row => row.Item1).ShouldBe(["509", "841", "1981", "157", "1516"]);
        expected.Select(row => row.Expected).ShouldBe([0.424877, 0.474738, 0.486526, 0.662396, 0.710623], 1e-5);
    }

    /// <summary>lifetimes, docs/Quickstart.md: the parameters of a log in days.</summary>
    [SharedDataFact("cdnow/lifetimes_example_transactions.csv")]
    public async Task Bgnbd_of_a_log_in_days_is_that_of_lifetimes()
    {
        var fit = await FitAsync("bgnbd", "cdnow/lifetimes_example_transactions.csv", "--columns ID,Date --unit days --until 2014-12-31");

        Numbers(fit, "r", "alpha", "a", "b").ShouldBe([0.16, 1.86, 1.85, 3.18], 0.005);
        fit.GetProperty("rows").GetInt32().ShouldBe(5000);
    }

    /// <summary>lifetimes, docs/Quickstart.md: lifetime values of the first ten customers, twelve periods of 30 and 1 % a period; their mean spends on average.</summary>
    [SharedDataFact(Spends)]
    public async Task Lifetime_values_by_months_are_those_of_lifetimes()
    {
        await FitAsync("bgnbd", Spends, "--columns x,t_x,T,zbar --customer ID --expect 360 --discount 0.01 --period 30");

        var rows = Rows();
        rows.Take(10).Select(row => Number(row[^1]))
            .ShouldBe([140.096211, 18.943467, 38.180574, 38.180574, 38.180574, 1003.868107, 28.109683, 38.180574, 167.418216, 38.180574], 0.01);
        rows.Average(row => Number(row[6])).ShouldBe(35.2529588256, 1e-4);
    }

    /// <summary>CLVTools, tests/testthat/test_correctness_pnbd_nocovstaticcov.R: parameters, their errors and the likelihood.</summary>
    [SharedDataFact("cdnow/CDNOW_sample.txt")]
    public async Task ParetoNbd_of_a_log_in_weeks_is_that_of_CLVTools()
    {
        var fit = await FitAsync("pareto-nbd", "cdnow/CDNOW_sample.txt", "--no-header --columns #1,#3 --unit weeks --until 1997-09-30");

        Number(fit, "r").ShouldBe(0.55315, 2e-4);
        Number(fit, "alpha").ShouldBe(10.57633, 2e-3);
        Number(fit, "s").ShouldBe(0.60625, 5e-4);
        Number(fit, "beta").ShouldBe(11.67150, 2e-2);
        Number(fit, "logLikelihood").ShouldBe(-9594.976, 1e-3);
        Number(fit, "aic").ShouldBe((2 * 9594.976) + 8, 2e-3);
        Number(fit, "bic").ShouldBe((2 * 9594.976) + (4 * Math.Log(2357)), 2e-3);
        Numbers(fit.GetProperty("standardErrors"), "r", "alpha", "s", "beta").ShouldBe([0.0476264, 0.8427222, 0.1872594, 6.2105448], 0.01);
    }

    /// <summary>BTYD, its walkthrough: expected purchases of a new customer within a year, of customer 1516, and whether that one is there; by lifetimes' tests too.</summary>
    [Theory]
    [InlineData("pareto-nbd", "r=0.5533971,alpha=10.5801985,s=0.6060625,beta=11.6562237", 1.473434, 25.45647, 0.9978724)]
    [InlineData("bgnbd", "r=0.2425945,alpha=4.4136019,a=0.7929199,b=2.4258881", 1.444010, 25.75659, 0.9688523)]
    public async Task Expectations_by_given_parameters_are_those_of_BTYD(string kind, string parameters, double ofNew, double ofCustomer, double alive)
    {
        var fit = await FitAsync(kind, Written("x,t_x,T\n26,30.857142857142858,31\n"), $"--columns x,t_x,T --params {parameters} --expect 52");

        Number(fit, "expectedPurchasesOfNewCustomer").ShouldBe(ofNew, 1e-3);
        Number(fit, "expectedPurchases").ShouldBe(ofCustomer, 1e-2);
        Number(Rows()[0][4]).ShouldBe(alive, 1e-5);
    }

    /// <summary>lifetimes, tests/test_estimation.py (Hardie's sheet): expected purchases of a new customer by time.</summary>
    [Theory]
    [InlineData("0.1429", 0.0078)]
    [InlineData("1", 0.0532)]
    [InlineData("31.8571", 1.0405)]
    [InlineData("78", 1.8576)]
    public async Task Bgnbd_expects_of_a_new_customer_what_the_paper_does(string time, double published)
    {
        var run = await PersonaRun.DoneAsync("fit", "bgnbd", "--params", "r=0.242593,alpha=4.413532,a=0.792886,b=2.425752", "--expect", time, "--json");

        Number(run.Json, "expectedPurchasesOfNewCustomer").ShouldBe(published, 5e-4);
    }

    /// <summary>BTYDplus by lifetimes, tests/test_estimation.py.</summary>
    [SharedDataFact(Summary)]
    public async Task MbgNbd_is_that_of_BTYDplus()
    {
        var fit = await FitAsync("mbg-nbd", Summary, "--columns Frequency,RECENCY,t");

        Numbers(fit, "r", "alpha", "a", "b").ShouldBe([0.525, 6.183, 0.891, 1.614], 1e-3);
    }

    /// <summary>"An Introduction to Statistical Learning", laboratory of chapter 4: errors, z and p of all features; and of two of them before 2005.</summary>
    [SharedDataFact("ml_reference/Smarket.csv")]
    public async Task Logistic_of_the_stock_market_is_that_of_the_book()
    {
        var all = await FitAsync("logistic", "ml_reference/Smarket.csv", "--columns Direction,Lag1,Lag2,Lag3,Lag4,Lag5,Volume");
        string[] names = ["(Intercept)", "Lag1", "Lag2", "Lag3", "Lag4", "Lag5", "Volume"];
        Numbers(all.GetProperty("standardErrors"), names).ShouldBe([0.240736, 0.050167, 0.050086, 0.049939, 0.049974, 0.049511, 0.158360], 2e-6);
        Numbers(all.GetProperty("z"), names).ShouldBe([-0.523, -1.457, -0.845, 0.222, 0.187, 0.208, 0.855], 6e-4);
        Numbers(all.GetProperty("p"), names).ShouldBe([0.601, 0.145, 0.398, 0.824, 0.851, 0.835, 0.392], 6e-4);
        Numbers(all, "nullDeviance", "deviance", "aic").ShouldBe([1731.2, 1727.6, 1741.6], 0.05);
        Rows().Take(10).Select(row => Number(row[2])).ShouldBe(
            [0.5070841, 0.4814679, 0.4811388, 0.5152224, 0.5107812, 0.5069565, 0.4926509, 0.5092292, 0.5176135, 0.4888378], 1e-7);

        var before = await PersonaRun.DoneAsync(
            "fit", "logistic", Repository.SharedData("ml_reference/Smarket.csv"), "--columns", "Direction,Lag1,Lag2", "--where", "Year<2005", "--json");
        Numbers(before.Json.GetProperty("coefficients"), "(Intercept)", "Lag1", "Lag2").ShouldBe([0.03222, -0.05562, -0.04449], 1e-5);
    }

    /// <summary>R: cor(iris[, 1:4]), and by method = "spearman" and "kendall", as many pages print it.</summary>
    [SharedDataTheory(Iris)]
    [InlineData("pearson", "r", new[] { -0.1175698, 0.8717538, 0.8179411, -0.4284401, -0.3661259, 0.9628654 })]
    [InlineData("spearman", "rho", new[] { -0.1667777, 0.8818981, 0.8342888, -0.3096351, -0.2890317, 0.9376668 })]
    [InlineData("kendall", "tau", new[] { -0.07699679, 0.71851593, 0.65530856, -0.18599442, -0.15712566, 0.8068907 })]
    public async Task Correlation_of_iris_is_that_of_R(string method, string name, double[] published)
    {
        var fit = await FitAsync("correlation", Iris, $"--columns Sepal.Length,Sepal.Width,Petal.Length,Petal.Width --method {method}");

        fit.GetProperty("pairs").EnumerateArray().Select(pair => Number(pair, name)).ShouldBe(published, 1e-7);
    }

    /// <summary>R: prcomp(iris[, 1:4], scale. = TRUE), and scikit-learn on the same after StandardScaler.</summary>
    [SharedDataFact(Iris)]
    public async Task Components_of_scaled_iris_are_those_of_R_and_scikit_learn()
    {
        const string Columns = "--columns Sepal.Length,Sepal.Width,Petal.Length,Petal.Width";
        var sample = await FitAsync("pca", Iris, $"{Columns} --scale sample");
        var standard = await FitAsync("pca", Iris, $"{Columns} --scale standard");

        List(sample, "standardDeviations").ShouldBe([1.7083611, 0.9560494, 0.3830886, 0.1439265], 1e-7);
        List(standard, "explainedVariance").ShouldBe([2.93808505, 0.9201649, 0.14774182, 0.02085386], 1e-7);
        List(standard, "explainedVarianceRatio").ShouldBe([0.72962445, 0.22850762, 0.03668922, 0.00517871], 1e-8);
        Numbers(sample.GetProperty("components")[0], "Sepal.Length", "Sepal.Width", "Petal.Length", "Petal.Width").ShouldBe([0.5210659, -0.2693474, 0.5804131, 0.5648565], 1e-7);
    }

    /// <summary>scikit-learn, the examples of PCA, KMeans, DBSCAN and LocalOutlierFactor in its reference.</summary>
    [Fact]
    public async Task Small_examples_of_scikit_learn_come_out_as_printed()
    {
        var components = await FitAsync("pca", Written("x,y\n-1,-1\n-2,-1\n-3,-2\n1,1\n2,1\n3,2\n"), "--columns x,y");
        List(components, "explainedVarianceRatio").ShouldBe([0.9924, 0.0075], 1e-4);
        List(components, "singularValues").ShouldBe([6.30061, 0.54980], 1e-5);

        var clusters = await FitAsync("kmeans", Written("x,y\n1,2\n1,4\n1,0\n10,2\n10,4\n10,0\n"), "--columns x,y --k 2");
        clusters.GetProperty("centers").EnumerateArray().Select(center => (Number(center, "x"), Number(center, "y"))).ShouldBe([(1, 2), (10, 2)], ignoreOrder: true);

        await FitAsync("dbscan", Written("x,y\n1,2\n2,2\n2,3\n8,7\n8,8\n25,80\n"), "--columns x,y --eps 3 --min-points 2");
        Rows().Select(row => row[1]).ShouldBe(["0", "0", "0", "1", "1", "-1"]);

        await FitAsync("lof", Written("x\n-1.1\n0.2\n101.1\n0.3\n"), "--columns x --neighbors 2");
        Rows().Select(row => Number(row[1])).ShouldBe([0.9821, 1.0370, 73.3697, 0.9821], 1e-4);
    }

    /// <summary>R: kmeans(scale(iris[, 1:4]), 3), and scikit-learn after StandardScaler, whose sums are 150 ÷ 149 of that.</summary>
    [SharedDataFact(Iris)]
    public async Task Clusters_of_scaled_iris_are_those_of_R_and_scikit_learn()
    {
        const string Options = "--columns Sepal.Length,Sepal.Width,Petal.Length,Petal.Width --k 3 --runs 20";

        Number(await FitAsync("kmeans", Iris, $"{Options} --scale sample"), "inertia").ShouldBe(138.8884, 1e-3);
        Number(await FitAsync("kmeans", Iris, $"{Options} --scale standard"), "inertia").ShouldBe(139.8205, 1e-3);
    }

    /// <summary>R and scikit-learn on iris as it is: sums of squares and silhouettes by the number of clusters, and the noise of DBSCAN with its own settings.</summary>
    [SharedDataFact(Iris)]
    public async Task Clusters_of_iris_are_those_of_R_and_scikit_learn()
    {
        const string Columns = "--columns Sepal.Length,Sepal.Width,Petal.Length,Petal.Width";
        foreach (var (count, inertia, silhouette) in new[] { (2, 152.3480, 0.681046), (4, 57.2285, 0.498051) })
        {
            var fit = await FitAsync("kmeans", Iris, $"{Columns} --k {count} --runs 20");
            Number(fit, "inertia").ShouldBe(inertia, 1e-3);
            Number(fit, "silhouette").ShouldBe(silhouette, 1e-5);
        }

        var dense = await FitAsync("dbscan", Iris, $"{Columns} --eps 0.5 --min-points 5");
        (dense.GetProperty("clusters").GetInt32(), dense.GetProperty("noise").GetInt32()).ShouldBe((2, 17));
    }

    /// <summary>R: glm of virginica against versicolor by all four measures, whose target is a column of words.</summary>
    [SharedDataFact(Iris)]
    public async Task Logistic_of_two_kinds_of_iris_is_that_of_R()
    {
        var fit = await FitAsync("logistic", Iris, "--columns Species,Sepal.Length,Sepal.Width,Petal.Length,Petal.Width --where Species!=setosa");

        string[] names = ["(Intercept)", "Sepal.Length", "Sepal.Width", "Petal.Length", "Petal.Width"];
        fit.GetProperty("event").GetString().ShouldBe("virginica");
        Numbers(fit.GetProperty("coefficients"), names).ShouldBe([-42.638, -2.465, -6.681, 9.429, 18.286], 6e-4);
        Numbers(fit.GetProperty("standardErrors"), names).ShouldBe([25.708, 2.394, 4.480, 4.737, 9.743], 2e-3);
        Numbers(fit, "nullDeviance", "deviance", "aic").ShouldBe([138.629, 11.899, 21.899], 6e-4);
    }

    private async Task<JsonElement> FitAsync(string kind, string file, string options) => (await PersonaRun.DoneAsync(
    [
        "fit", kind, Path.IsPathRooted(file) ? file : Repository.SharedData(file), .. options.Split(' '),
        .. kind == "correlation" ? (string[])[] : ["--output", Output], "--json",
    ])).Json;

    private string Output => _folder.File("rows.csv");

    private List<string[]> Rows() => [.. File.ReadLines(Output).Skip(1).Select(line => line.Split(','))];

    private string Written(string text)
    {
        var path = _folder.File("table.csv");
        File.WriteAllText(path, text);
        return path;
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static double Number(JsonElement element, string name) => element.GetProperty(name).GetDouble();

    private static IEnumerable<double> Numbers(JsonElement element, params string[] names) => names.Select(name => Number(element, name));

    private static IEnumerable<double> List(JsonElement element, string name) => element.GetProperty(name).EnumerateArray().Select(static one => one.GetDouble());
}
