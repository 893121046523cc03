using PersonaGrain.Testing;

namespace PersonaGrain.Cli.Tests.Fitting;

/// <summary>Data that determine no answer get none: a fault that names line and column, and code 1.</summary>
public sealed class FitFaultTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("bgnbd --columns x,t_x,T", "", "the file is empty")]
    [InlineData("bgnbd --columns x,t_x,T", "x,t_x,T\n", "no rows")]
    [InlineData("bgnbd --columns x,t_x,T", "x,t_x,T\n2,3,10\n", "one customer")]
    [InlineData("bgnbd --columns x,t_x,T", "x,t_x,T\n2,3,10\n2,3,10\n", "same history")]
    [InlineData("bgnbd --columns x,t_x,T", "x,t_x,T\n0,0,10\n0,0,11\n", "nobody came back")]
    [InlineData("bgnbd --columns x,t_x,T", "x,t_x,T\n2,3,10\n2,13,10\n",
        "line 3, column T: T is the whole time of observation, and 10 is less than t_x, which is 13")]
    [InlineData("pareto-nbd --columns x,t_x,T", "x,t_x,T\n2,3,10\n2,NaN,10\n", "line 3, column t_x: 'NaN' is no finite number")]
    [InlineData("mbg-nbd --columns x,t_x,T", "x,t_x,T\n2,3,10\n,1,10\n", "line 3, column x: the field is empty")]
    [InlineData("bgnbd --columns x,t_x,T", "x,t_x,T\n2,3,10\n1.5,1,10\n", "line 3, column x: x counts purchases")]
    [InlineData("bgnbd --columns x,t_x,T", "x,t_x,T\n2,3,10\n2,3\n", "line 3, column T: the row has 2 fields, of 3 columns")]
    [InlineData("bgnbd --columns x,recency,T", "x,t_x,T\n2,3,10\n", "the table has no column recency")]
    [InlineData("bgnbd --columns x,t_x,T", "x,t_x,T\n1,39,39\n3,39,39\n9,39,39\n20,39,39\n12,39,39\n5,39,39\n", "did not converge")]
    [InlineData("bgnbd --columns id,day", "id,day\nann,2026-03-01\nann,soon\n", "line 3, column day: 'soon' is no date")]
    [InlineData("bgnbd --columns id,day --until 2025-01-01", "id,day\nann,2026-03-01\n", "column day: all rows are later than 2025-01-01")]
    [InlineData("bgnbd --columns id,day", "id,day\nann,01/02/2026\n", "can be read with the day first and with the month first")]
    [InlineData("bgnbd --columns id,day", "id,day\n,2026-03-01\n", "line 2, column id: the field is empty")]
    [InlineData("gamma-gamma --columns x,m", "x,m\n2,10\n3,-1\n", "line 3, column m: the customer has purchases whose mean value is -1")]
    [InlineData("gamma-gamma --columns x,m", "x,m\n2,10\n3,10\n", "column m: the mean value is the same for all customers")]
    [InlineData("rfm --columns id,day,value", "id,day,value\nann,2026-03-01,5\n", "one customer")]
    [InlineData("rfm --columns id,day,value", "id,day,value\nann,2026-03-01,5\nbob,2026-03-01,5\n", "nothing tells them apart")]
    [InlineData("logistic --columns y,x", "y,x\n0,1\n0,2\n0,3\n1,4\n1,5\n1,6\n",
        "column x: the fit did not converge: the features tell the outcomes")]
    [InlineData("logistic --columns y,x", "y,x\n0,1\n1,2\n2,3\n", "line 4, column y: '2' is a third value")]
    [InlineData("logistic --columns y,x", "y,x\n1,1\n1,2\n1,3\n", "column y: all values are '1'")]
    [InlineData("logistic --columns y,x", "y,x\n1,7\n0,7\n1,7\n", "column x: all values are equal")]
    [InlineData("correlation --columns x,y", "x,y\n1,7\n2,7\n3,7\n", "column y: all values are equal")]
    [InlineData("correlation --columns x,y", "x,y\n1,7\n", "one row")]
    [InlineData("correlation --columns x,y", "x,y\n1,7\n2,inf\n", "line 3, column y: 'inf' is no finite number")]
    [InlineData("correlation --columns x,y --where x>5", "x,y\n1,7\n2,8\n", "no row is left by --where")]
    [InlineData("correlation --columns x,y --where x>a", "x,y\n1,7\n2,8\n", "line 2, column x")]
    [InlineData("correlation --columns x,y --missing drop", "x,y\n,7\nNA,8\n", "each row lacks a value")]
    [InlineData("correlation --columns x,y --method kendall", "x,y\n1,7\n2,7\n", "column y: all values are equal")]
    [InlineData("correlation --columns x,y --decimal comma", "x;y\n1,5;7\n2.5;8\n", "line 3, column x: '2.5' is no finite number")]
    [InlineData("logistic --columns y,x", "y,x\n0,a\n1,a\n0,a\n", "column x: all values are 'a'")]
    [InlineData("logistic --columns y,x", "y,x\n0,a\n1,2\n0,3\n", "line 2, column x: 'a' is no finite number")]
    [InlineData("bgnbd --columns id,T,t_x,x,paid --params r=0.24,alpha=4.4,a=0.79,b=2.4", "id,x,t_x,T,paid\n7,2,3,10,20\n", "one customer has x above 0, and one does not tell how")]
    [InlineData("logistic --columns y,x", "y,x\n0,a\n1,NA\n0,b\n1,a\n", "line 3, column x: 'NA' stands for no value")]
    [InlineData("logistic --columns y,x --event yes", "y,x\nyes,1\nno,2\nNA,3\n", "line 4, column y: 'NA' stands for no value")]
    [InlineData("bgnbd --columns id,day", "id,day\nann,2026-03-01\nnull,2026-03-02\n", "line 3, column id: 'null' stands for no value")]
    [InlineData("logistic --columns y,x", "y;x\n0;1,5\n1;2,5\n0;3,5\n", "line 2, column x: '1,5' is no finite number")]
    [InlineData("rfm --columns id,days,n,value", "id,days,n,value\nann,5,2,5\nann,5,2,5\n", "line 3, column id: customer ann has a line already")]
    [InlineData("rfm --columns id,days,n,value", "id,days,n,value\nann,5,2,5\nbob,5,2.5,5\n", "line 3, column n: 2.5 is no number of transactions")]
    [InlineData("kmeans --columns x --k 3", "x\n1\n1\n2\n", "2 different rows do not make 3 clusters")]
    [InlineData("pca --columns x,y", "x,y\n1,2\n1,2\n", "all rows are equal")]
    [InlineData("dbscan --columns x --scale standard", "x,y\n1,2\n1,3\n", "column x: all values are equal, so they can not be scaled")]
    [InlineData("lof --columns x", "x\n1\n2\n", "2 rows do not have 20 neighbours each")]
    public async Task Data_without_an_answer_get_a_fault_that_says_where(string arguments, string table, string told)
    {
        var file = _folder.File("table.csv");
        await File.WriteAllTextAsync(file, table);
        string[] words = arguments.Split(' ');
        string[] line = ["fit", words[0], file, .. words[1..]];

        var run = await PersonaRun.OfAsync(line);
        var json = await PersonaRun.OfAsync([.. line, "--json"]);

        run.ExitCode.ShouldBe(1, run.Error);
        run.Error.ShouldContain(told);
        run.Error.ShouldContain("table.csv");
        run.Error.ShouldNotContain("Exception");
        run.Output.ShouldBeEmpty();
        json.ExitCode.ShouldBe(1);
        json.Json.GetProperty("converged").GetBoolean().ShouldBeFalse();
        run.Error.ShouldContain(json.Json.GetProperty("fault").GetString()!);
    }

    [Fact]
    public async Task Json_of_a_fault_names_line_and_column()
    {
        var file = _folder.File("table.csv");
        await File.WriteAllTextAsync(file, "x,y\n1,7\n2,seven\n");

        var run = await PersonaRun.OfAsync("fit", "correlation", file, "--columns", "x,y", "--json");

        run.Json.GetProperty("line").GetInt32().ShouldBe(3);
        run.Json.GetProperty("column").GetString().ShouldBe("y");
    }

    [Fact]
    public async Task Columns_that_are_not_there_are_told_with_those_that_are()
    {
        var file = _folder.File("table.csv");
        await File.WriteAllTextAsync(file, "frequency,recency,T\n1,2,3\n");

        var run = await PersonaRun.OfAsync("fit", "bgnbd", file, "--columns", "frequncy,recency,T");

        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain("did you mean \"frequency\"?");
        run.Error.ShouldContain("it has frequency, recency, T");
    }

    [Theory]
    [InlineData("fit", "bgnbd, pareto-nbd")]
    [InlineData("fit bgnbd table.csv", "--columns is needed: x,t_x,T")]
    [InlineData("fit bgnbd table.csv --columns x", "--columns names 1, and it takes x,t_x,T")]
    [InlineData("fit bgnbd", "FILE is needed, or --params")]
    [InlineData("fit bgnbd --params r=1,alpha=2,a=0,b=1", "'a=0' is no parameter of this model with a positive value")]
    [InlineData("fit bgnbd --params r=1,alpha=2", "--params does not have each parameter once")]
    [InlineData("fit bgnbd table.csv --columns x,t_x,T --purchases 3", "--purchases and --within go together")]
    [InlineData("fit bgnbd table.csv --columns x,t_x,T --discount 0.1", "--discount needs --expect")]
    [InlineData("fit bgnbd table.csv --columns x,t_x,T,m --discount 0.1 --expect 1e16", "with --discount, --expect is at most 10,000 periods")]
    [InlineData("fit bgnbd table.csv --columns x,t_x,T --expect -1", "--expect is a number from 0 on")]
    [InlineData("fit bgnbd table.csv --columns a,b --until soon", "'soon' is not a date")]
    [InlineData("fit correlation table.csv --columns x,y --where x", "'x' is no filter")]
    [InlineData("fit correlation table.csv --columns x,y --confidence 2", "--confidence is a probability")]
    [InlineData("fit bgnbd table.csv --columns x,t_x,T --period 30", "--period needs --discount")]
    [InlineData("fit logistic table.csv --columns y,x --factors z", "--factors names z, which is no feature")]
    [InlineData("fit rfm table.csv --columns id,n_transactions,days,amount", "n_transactions stands where recency does")]
    [InlineData("fit rfm table.csv --columns id,days,orders,amount --monetary mean", "--monetary is of a log")]
    [InlineData("fit bgnbd table.csv --columns id,x,t_x,T --customer name", "--customer names customers, and so does id")]
    [InlineData("fit kmeans table.csv --columns x --k 0", "--k is a whole number from 1")]
    public async Task A_command_line_that_is_none_is_told(string arguments, string told)
    {
        var run = await PersonaRun.OfAsync(arguments.Split(' '));

        run.ExitCode.ShouldBe(2, run.Error);
        run.Error.ShouldContain(told);
    }

    [Fact]
    public async Task A_time_that_is_too_long_for_the_model_is_told()
    {
        var run = await PersonaRun.OfAsync("fit", "bgnbd", "--params", "r=0.24,alpha=4.4,a=0.8,b=2.4", "--expect", "1e30", "--json");

        run.ExitCode.ShouldBe(1, run.Error);
        run.Error.ShouldNotContain("Exception");
        run.Error.ShouldContain("ask for a shorter time with --expect");
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_told()
    {
        var run = await PersonaRun.OfAsync("fit", "bgnbd", _folder.File("nowhere.csv"), "--columns", "x,t_x,T");

        run.ExitCode.ShouldBe(3);
        run.Error.ShouldContain("nowhere.csv");
    }
}
