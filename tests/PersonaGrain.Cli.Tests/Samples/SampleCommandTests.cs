using PersonaGrain.Cli.Tests.Serve;
using PersonaGrain.Testing;

namespace PersonaGrain.Cli.Tests.Samples;

/// <summary><c>persona sample</c> beside <c>persona serve</c>.</summary>
public sealed class SampleCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _data;

    public SampleCommandTests() => _data = _folder.File("store");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Sample_is_loaded_stands_still_after_a_restart_goes_on_and_is_removed()
    {
        using (var server = await ServedProcess.StartAsync(_data))
        {
            (await RunAsync("status")).Output.ShouldBe("the sample shop is not loaded\n");
            (await PersonaRun.OfAsync("sample", "remove", "--yes", "--data", _data)).ExitCode.ShouldBe(6);

            var loaded = await RunAsync("load");

            loaded.Output.ShouldStartWith("the sample shop lives: 10,000 of 10,000 people, ");
            loaded.Error.ShouldContain("people, ");
            loaded.Error.ShouldContain("persona sample remove takes all of it away");
            (await server.TerminateAsync()).ShouldBe(0);
        }

        using var next = await ServedProcess.StartAsync(_data);
        (await RunAsync("status")).Output.ShouldStartWith("the sample shop stands still: 10,000 of 10,000 people, ");
        (await RunAsync("load", "--json")).Json.GetProperty("phase").GetString().ShouldBe("lives");
        (await RunAsync("stop", "--json")).Json.GetProperty("phase").GetString().ShouldBe("stands");
        (await PersonaRun.OfAsync("sample", "remove", "--url", next.Address)).Error.ShouldContain("give --yes");
        (await RunAsync("remove", "--yes")).Output.ShouldBe("the sample shop is removed\n");
        (await RunAsync("status", "--json")).Json.GetProperty("phase").GetString().ShouldBe("none");
    }

    [Fact]
    public async Task Sample_of_a_folder_that_nothing_serves_says_what_to_start()
    {
        var run = await PersonaRun.OfAsync("sample", "load", "--data", _data);

        run.ExitCode.ShouldBe(4);
        run.Error.ShouldContain("start persona serve");
    }

    private Task<PersonaRun> RunAsync(params string[] arguments) => PersonaRun.DoneAsync(["sample", .. arguments, "--data", _data]);
}
