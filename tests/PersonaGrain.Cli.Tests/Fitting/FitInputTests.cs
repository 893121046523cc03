using System.Globalization;
using System.Text.Json;
using PersonaGrain.Testing;

namespace PersonaGrain.Cli.Tests.Fitting;

/// <summary>Tables as people have them: other signs, other letters, gaps, kinds in words.</summary>
public sealed class FitInputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("x,y\n1,1\n2,3\n3,2\n4,5\n", "")]
    [InlineData("\uFEFFX,Y\r\n1,1\r\n2,3\r\n3,2\r\n4,5\r\n", "")]
    [InlineData("X;Y\n1,0;1\n2,0;3\n3,0;2\n4,0;5\n", "--decimal comma")]
    [InlineData("\"x\"\t\"y\"\n\"1\"\t\"1\"\n\"2\"\t\"3\"\n\"3\"\t\"2\"\n\"4\"\t\"5\"\n", "")]
    [InlineData("x,y\n1,1\n,9\n2,3\nNA,1\n3,2\n9,NaN\n4,5\nnull,5\n", "--missing drop")]
    [InlineData("x,y\n1,1\n2,3\n3,2\n4,5\n9,0\n", "--where x<=4")]
    [InlineData("x,y,z\n1,1,1\n2,3,1\n7,7,NA\n3,2,1\n4,5,1\n5,5,9\n", "--missing drop --where z!=9")]
    [InlineData("X;Y\n1,5;1\n1,0;1\n2,0;3\n3,0;2\n4,0;5\n", "--decimal comma --where x!=1.5")]
    public async Task Correlation_of_the_same_four_rows_is_the_same(string table, string options)
    {
        var run = await RunAsync("correlation", table, $"--columns x,y {options}");

        run.GetProperty("n").GetInt32().ShouldBe(4);
        run.GetProperty("r").GetDouble().ShouldBe(0.8315218406203, 1e-12);
    }

    /// <summary>Columns that are named as the field does are taken for what they are called, in whatever order.</summary>
    [Theory]
    [InlineData("x,t_x,T")]
    [InlineData("T,t_x,x")]
    [InlineData("recency,T,Frequency")]
    [InlineData("id,Frequency,recency,T")]
    [InlineData("id,T,recency,Frequency")]
    [InlineData("a,b,c")]
    public async Task Bgnbd_takes_columns_by_their_names(string columns)
    {
        var values = new Dictionary<string, string>
        {
            ["x"] = "2", ["Frequency"] = "2", ["a"] = "2", ["t_x"] = "30.43", ["recency"] = "30.43", ["b"] = "30.43", ["T"] = "38.86", ["c"] = "38.86", ["id"] = "7",
        };
        var output = _folder.File("rows.csv");
        var names = columns.Split(',');
        var table = $"{columns}\n{string.Join(',', names.Select(name => values[name]))}\n";

        var run = await RunAsync("bgnbd", table, $"--columns {columns} --params r=0.2426,alpha=4.4135,a=0.7929,b=2.4258 --expect 39 --output {output}");

        run.GetProperty("expectedPurchases").GetDouble().ShouldBe(1.226, 1e-3);
        (await File.ReadAllLinesAsync(output))[1].ShouldStartWith(names[0] == "id" ? "7,2,30.43,38.86," : "2,2,30.43,38.86,");
    }

    /// <summary>BTYD, pnbd.DERT, as an analysis of visits prints it: of who was seen once, 119 days ago, at 15 % a year, with P(alive).</summary>
    [Fact]
    public async Task Discounted_purchases_of_pareto_nbd_are_those_of_BTYD()
    {
        var output = _folder.File("rows.csv");

        var run = await RunAsync(
            "pareto-nbd", "x,t_x,T\n0,0,119\n0,0,119\n",
            $"--columns x,t_x,T --params r=0.6143219,alpha=42.5641435,s=0.6582545,beta=7.6288223 --dert 0.000410958904 --output {output}");

        run.GetProperty("dert").GetDouble().ShouldBe(2 * 0.1954726, 4e-7);
        var row = (await File.ReadAllLinesAsync(output))[1].Split(',');
        double.Parse(row[4], CultureInfo.InvariantCulture).ShouldBe(0.0900562, 2e-8);
        double.Parse(row[5], CultureInfo.InvariantCulture).ShouldBe(0.1954726, 2e-7);
    }

    /// <summary>Columns of spends are taken for what they are called too.</summary>
    [Fact]
    public async Task Gamma_gamma_takes_columns_by_their_names()
    {
        const string Table = "id,frequency,monetary_value\na,2,10\nb,5,30\nc,1,20\nd,3,12\ne,8,25\n";

        var ordered = await RunAsync("gamma-gamma", Table, "--columns frequency,monetary_value --params p=6.25,q=3.74,v=15.44");
        var swapped = await RunAsync("gamma-gamma", Table, "--columns monetary_value,frequency --params p=6.25,q=3.74,v=15.44");
        var named = await RunAsync("gamma-gamma", Table, "--columns id,monetary_value,frequency --params p=6.25,q=3.74,v=15.44");

        swapped.GetRawText().ShouldBe(ordered.GetRawText());
        named.GetRawText().ShouldBe(ordered.GetRawText());
    }

    [Fact]
    public async Task Rows_that_lack_a_value_are_counted_where_they_are_left_out()
    {
        var run = await RunAsync("correlation", "x,y\n1,1\n,9\n2,3\n3,2\n", "--columns x,y --missing drop");

        run.GetProperty("dropped").GetInt32().ShouldBe(1);
        var refused = await PersonaRun.OfAsync("fit", "correlation", _folder.File("table.csv"), "--columns", "x,y");
        refused.Error.ShouldContain("--missing drop");
    }

    /// <summary>Of plan a 1 of 4 bought, of b 2 of 4, of c 3 of 4: the log-odds say no more than that.</summary>
    [Fact]
    public async Task Logistic_of_a_column_of_words_has_a_coefficient_for_each_but_the_first()
    {
        const string Table = "bought,plan,code\n1,a,1\n0,a,1\n0,a,1\n0,a,1\n1,b,2\n1,b,2\n0,b,2\n0,b,2\n1,c,10\n1,c,10\n1,c,10\n0,c,10\n";

        var ofWords = await RunAsync("logistic", Table, "--columns bought,plan --scale standard");
        var (words, told) = (ofWords.GetProperty("coefficients"), ofWords.GetProperty("factors"));
        var codes = (await RunAsync("logistic", Table, "--columns bought,code --factors code")).GetProperty("coefficients");
        var alone = (await RunAsync("logistic", Table, "--columns bought,plan --no-intercept")).GetProperty("coefficients");

        told.GetRawText().ShouldBe("""[{"column":"plan","reference":"a","kinds":3}]""");
        words.EnumerateObject().Select(one => one.Name).ShouldBe(["(Intercept)", "planb", "planc"]);
        words.EnumerateObject().Select(one => one.Value.GetDouble()).ShouldBe([-Math.Log(3), Math.Log(3), 2 * Math.Log(3)], 1e-9);
        codes.EnumerateObject().Select(one => one.Name).ShouldBe(["(Intercept)", "code2", "code10"], "numbers are in their own order");
        alone.EnumerateObject().Select(one => one.Name).ShouldBe(["plana", "planb", "planc"]);
        alone.EnumerateObject().Select(one => one.Value.GetDouble()).ShouldBe([-Math.Log(3), 0, Math.Log(3)], 1e-9);
    }

    [Fact]
    public async Task Rfm_of_customers_is_that_of_their_log()
    {
        const string Log = "id,day,value\nann,2026-03-01,10\nann,2026-03-05,30\nbob,2026-02-20,5\ncid,2026-03-09,80\ncid,2026-01-01,1\ncid,2026-01-02,1\n";
        const string Customers = "id,days,orders,amount\nann,5,2,40\nbob,18,1,5\ncid,1,3,82\n";
        const string AsInR = "customer_id,n_transactions,recency_days,total_revenue\nann,2,5,40\nbob,1,18,5\ncid,3,1,82\n";

        var log = await RunAsync("rfm", Log, "--columns id,day,value --until 2026-03-10");
        var customers = await RunAsync("rfm", Customers, "--columns id,days,orders,amount");

        customers.GetProperty("thresholds").GetRawText().ShouldBe(log.GetProperty("thresholds").GetRawText());
        customers.GetProperty("segments").GetRawText().ShouldBe(log.GetProperty("segments").GetRawText());
        (await RunAsync("rfm", AsInR, "--columns customer_id,n_transactions,recency_days,total_revenue")).GetRawText().ShouldBe(customers.GetRawText(), "names tell which is which");
    }

    [Fact]
    public async Task Rfm_has_as_many_scores_as_are_asked_for()
    {
        var output = _folder.File("rfm.csv");
        var customers = "id,days,orders,amount\n" + string.Concat(Enumerable.Range(0, 40).Select(index => $"c{index},{index},{index},{10 * index}\n"));

        var run = await RunAsync("rfm", customers, $"--columns id,days,orders,amount --bins 4 --output {output}");

        run.GetProperty("thresholds").GetProperty("recency").GetRawText().ShouldBe("[10.75,20.5,30.25]");
        run.TryGetProperty("segments", out _).ShouldBeFalse("they are defined by scores of 1 to 5");
        (await File.ReadAllLinesAsync(output))[^1].ShouldBe("c39,39,39,390,1,4,4,144");
    }

    private async Task<JsonElement> RunAsync(string kind, string table, string options)
    {
        var file = _folder.File("table.csv");
        await File.WriteAllTextAsync(file, table);
        return (await PersonaRun.DoneAsync(["fit", kind, file, .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--json"])).Json;
    }
}
