using PersonaGrain.Cli.Tests.Serve;
using PersonaGrain.Testing;

namespace PersonaGrain.Cli.Tests.Samples;

/// <summary><c>persona sample</c> beside <c>persona serve</c>.</summary>
public sealed class SampleCommandTests : IDisposable
{
    private const string Key = "the-admin-key";
    private readonly TemporaryFolder _folder = new();
    private readonly string _data;

    public SampleCommandTests() => _data = _folder.File("store");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Sample_is_loaded_stands_still_after_a_restart_goes_on_and_is_removed()
    {
        var config = _folder.File("settings.json");
        await File.WriteAllTextAsync(config, $$"""{ "PersonaGrain": { "Keys": { "Admin": ["{{Key}}"] } } }""");
        using (var server = await ServedProcess.StartAsync(_data, "--config", config))
        {
            (await RunAsync("status")).Output.ShouldBe("the sample shop is not loaded\n");
            (await PersonaRun.OfAsync("sample", "remove", "--yes", "--data", _data, "--key", Key)).ExitCode.ShouldBe(6);

            var loaded = await RunAsync("load", "--json");

            var key = loaded.Json.GetProperty("keys")[0].GetProperty("key").GetString()!;
            loaded.Error.IndexOf(key, StringComparison.Ordinal).ShouldBeInRange(0, loaded.Error.IndexOf("its people go on for an hour", StringComparison.Ordinal), "it is told before the wait, which may be broken off");
            (await RunAsync("status")).Output.ShouldStartWith("the sample shop lives: 10,000 of 10,000 people, ");
            loaded.Error.ShouldContain("persona sample remove takes all of it away");
            (await server.TerminateAsync()).ShouldBe(0);
        }

        using var next = await ServedProcess.StartAsync(_data, "--config", config);
        (await RunAsync("status")).Output.ShouldStartWith("the sample shop stands still: 10,000 of 10,000 people, ");
        (await RunAsync("load")).Output.ShouldStartWith("the sample shop lives: 10,000 of 10,000 people, ");
        (await RunAsync("stop", "--json")).Json.GetProperty("phase").GetString().ShouldBe("stands");
        (await PersonaRun.OfAsync("sample", "remove", "--url", next.Address, "--key", Key)).Error.ShouldContain("give --yes");
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

    private Task<PersonaRun> RunAsync(params string[] arguments) => PersonaRun.DoneAsync(["sample", .. arguments, "--data", _data, "--key", Key]);
}
