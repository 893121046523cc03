using System.Text.Json;
using PersonaGrain.Testing;

namespace PersonaGrain.Cli.Tests.Fitting;

/// <summary><c>persona fit</c> on tables, as its users run it.</summary>
public sealed class FitTests : IDisposable
{
    private const string Paper = "r=0.243,alpha=4.414,a=0.793,b=2.426";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SharedDataFact("cdnow/cdnow_customers_summary.csv")]
    public async Task Bgnbd_of_histories_gives_parameters_and_what_is_expected_of_each()
    {
        var output = _folder.File("customers.jsonl");

        var run = await PersonaRun.DoneAsync(
            "fit", "bgnbd", Repository.SharedData("cdnow/cdnow_customers_summary.csv"), "--columns", "frequency,recency,T", "--customer", "ID",
                "--expect", "39", "--output", output, "--json");

        Number(run.Json, "r").ShouldBe(0.2426, 1e-4);
        Number(run.Json, "logLikelihood").ShouldBe(-9582.426, 1e-3);
        run.Json.GetProperty("converged").GetBoolean().ShouldBeTrue();
        run.Json.GetProperty("rows").GetInt32().ShouldBe(2357);
        var lines = await File.ReadAllLinesAsync(output);
        var first = JsonDocument.Parse(lines[0]).RootElement;
        first.GetProperty("customer").GetString().ShouldBe("1");
        Number(first, "expectedPurchases").ShouldBe(1.226, 1e-3);
        lines.Length.ShouldBe(2357);
    }

    [SharedDataFact("cdnow/CDNOW_sample.txt")]
    public async Task Bgnbd_of_a_log_in_weeks_gives_the_same_and_lifetime_values()
    {
        var output = _folder.File("customers.csv");

        var run = await PersonaRun.DoneAsync(
            "fit", "bgnbd", Repository.SharedData("cdnow/CDNOW_sample.txt"), "--no-header", "--columns", "#1,#3,#5", "--unit", "weeks", "--until",
                "1997-09-30",
            "--expect", "39", "--discount", "0.002", "--output", output, "--json");

        Number(run.Json, "alpha").ShouldBe(4.4136, 1e-3);
        Number(run.Json, "logLikelihood").ShouldBe(-9582.429, 1e-3);
        Number(run.Json.GetProperty("gammaGamma"), "p").ShouldBe(6.25, 0.01);
        var lines = await File.ReadAllLinesAsync(output);
        lines[0].ShouldBe("customer,x,t_x,T,pAlive,expectedPurchases,meanSpend,lifetimeValue");
        var fields = lines[1].Split(',');
        fields[0].ShouldBe("00004");
        double.Parse(fields[7])
            .ShouldBeInRange(0.9 * double.Parse(fields[5]) * double.Parse(fields[6]), double.Parse(fields[5]) * double.Parse(fields[6]));
    }

    [Fact]
    public async Task Bgnbd_of_given_parameters_needs_no_table_for_probabilities()
    {
        var run = await PersonaRun.DoneAsync("fit", "bgnbd", "--params", Paper, "--purchases", "0,10", "--within", "2", "--json");

        run.Json.GetProperty("probabilities").EnumerateArray().Select(one => Number(one, "probability")).Last().ShouldBe(1.07869e-7, 1e-12);
    }

    [Fact]
    public async Task Bgnbd_of_given_parameters_tells_what_is_expected_of_one_customer()
    {
        var file = Write("x,t_x,T\n2,30.43,38.86\n");

        var run = await PersonaRun.DoneAsync("fit", "bgnbd", file, "--columns", "x,t_x,T", "--params", "r=0.2426,alpha=4.4135,a=0.7929,b=2.4258",
            "--expect", "39", "--json");

        Number(run.Json, "expectedPurchases").ShouldBe(1.226, 1e-3);
        run.Json.TryGetProperty("converged", out _).ShouldBeFalse();
    }

    [SharedDataFact("cdnow/cdnow_customers_summary_with_transactions.csv")]
    public async Task GammaGamma_gives_parameters_and_mean_spends()
    {
        var output = _folder.File("spend.csv");

        var run = await PersonaRun.DoneAsync(
            "fit", "gamma-gamma", Repository.SharedData("cdnow/cdnow_customers_summary_with_transactions.csv"), "--columns", "x,zbar", "--output",
                output, "--json");

        Number(run.Json, "p").ShouldBe(6.2488, 1e-3);
        Number(run.Json, "correlation").ShouldBe(0.113884, 1e-6);
        run.Json.GetProperty("rows").GetInt32().ShouldBe(946);
        double.Parse((await File.ReadAllLinesAsync(output))[1].Split(',')[3]).ShouldBe(24.6586, 1e-3);
    }

    [SharedDataFact("rfm_r_package/rfm_data_orders.csv")]
    public async Task Rfm_gives_thresholds_and_segments()
    {
        var output = _folder.File("rfm.csv");

        var run = await PersonaRun.DoneAsync(
            "fit", "rfm", Repository.SharedData("rfm_r_package/rfm_data_orders.csv"), "--columns", "customer_id,order_date,revenue", "--until",
                "2006-12-31", "--output", output, "--json");

        run.Json.GetProperty("thresholds").GetProperty("monetary").GetRawText().ShouldBe("[255.8,382,506.4,666]");
        run.Json.GetProperty("segments").GetProperty("Potential Loyalist").GetInt32().ShouldBe(342);
        (await File.ReadAllLinesAsync(output))[1].ShouldBe("Brion Stark,229,8,852,3,5,5,355,Potential Loyalist");
    }

    [Fact]
    public async Task Logistic_names_its_coefficients_and_the_event()
    {
        var file = Write("bought,visits\nno,1\nno,2\nyes,2\nno,3\nyes,3\nyes,4\nno,1\nyes,5\n");

        var run = await PersonaRun.DoneAsync("fit", "logistic", file, "--columns", "bought,visits", "--json");

        run.Json.GetProperty("event").GetString().ShouldBe("yes");
        Number(run.Json.GetProperty("coefficients"), "visits").ShouldBeGreaterThan(0);
        run.Json.GetProperty("standardErrors").EnumerateObject().Select(one => one.Name).ShouldBe(["(Intercept)", "visits"]);
        Number(run.Json, "deviance").ShouldBe(-2 * Number(run.Json, "logLikelihood"), 1e-12);
    }

    [Fact]
    public async Task Correlation_takes_the_rows_that_filters_leave()
    {
        var file = Write("kind;x;y\na;1;1\na;2;3\na;3;2\nb;9;-50\na;4;5\n");

        var run = await PersonaRun.DoneAsync("fit", "correlation", file, "--columns", "x,y", "--where", "kind=a", "--where", "x>=2", "--json");

        run.Json.GetProperty("n").GetInt32().ShouldBe(3);
        Number(run.Json, "r").ShouldBe(0.6546536707, 1e-9);
    }

    [Fact]
    public async Task Correlation_of_zeros_and_ones_gives_phi_and_lift()
    {
        var run = await PersonaRun.DoneAsync("fit", "correlation", Write("x,y\n1,1\n1,1\n1,0\n0,0\n0,0\n0,1\n0,0\n1,1\n"), "--columns", "x,y",
            "--json");

        Number(run.Json, "phi").ShouldBe(Number(run.Json, "r"), 1e-12);
        Number(run.Json, "lift").ShouldBe(1.5, 1e-12);
    }

    [Fact]
    public async Task Columns_with_an_asterisk_between_them_are_multiplied()
    {
        var output = _folder.File("rfm.csv");
        var file = Write("id,day,pieces,price\nann,2026-03-01,6,2.55\nbob,2026-03-03,2,4\nann,2026-03-02,1,1.7\n");

        await PersonaRun.DoneAsync("fit", "rfm", file, "--columns", "id,day,pieces*price", "--output", output);

        (await File.ReadAllLinesAsync(output))[1].ShouldStartWith("ann,1,2,17,");
    }

    [Fact]
    public async Task Correlation_takes_truth_for_one()
    {
        var run = await PersonaRun.DoneAsync("fit", "correlation", Write("x,y\nTRUE,1\nfalse,0\nTrue,1\nFALSE,1\n"), "--columns", "x,y", "--json");

        Number(run.Json, "lift").ShouldBe(4.0 / 3, 1e-12);
    }

    [Theory]
    [InlineData("kmeans", "--k 2", "inertia", 1.0)]
    [InlineData("dbscan", "--eps 1.1 --min-points 2", "clusters", 2)]
    [InlineData("pca", "", "rows", 4)]
    [InlineData("lof", "--neighbors 2", "rows", 4)]
    [InlineData("isolation-forest", "--seed 3", "trees", 100)]
    public async Task Features_of_rows_are_compared(string kind, string options, string name, double expected)
    {
        var file = Write("x,y\n0,0\n1,0\n10,9\n10,10\n");

        var run = await PersonaRun.DoneAsync(["fit", kind, file, "--columns", "x,y", "--json",
            .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        Number(run.Json, name).ShouldBe(expected, 1e-9);
    }

    [Fact]
    public async Task A_table_for_people_shows_the_same_numbers()
    {
        var run = await PersonaRun.DoneAsync("fit", "correlation", Write("x,y\n1,1\n2,3\n3,2\n4,5\n"), "--columns", "x,y");

        run.Output.ShouldContain("0.8315");
        run.Output.ShouldContain("confidence");
    }

    private static double Number(JsonElement element, string name) => element.GetProperty(name).GetDouble();

    private string Write(string text)
    {
        var path = _folder.File("table.csv");
        File.WriteAllText(path, text);
        return path;
    }
}
