using PersonaGrain.Testing;

namespace PersonaGrain.Cli.Tests.Catalogs;

public sealed class CatalogPartTests
{
    [Fact]
    public async Task Part_is_listed_printed_and_added_once_to_a_catalog_that_stays_sound()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "catalog.json");
        File.Copy(Path.Combine(Repository.Root, "silo-config", "catalogs", "athletic-wear.json"), file);
        var before = (await PersonaRun.DoneAsync("catalog", "validate", file)).Output;

        (await PersonaRun.DoneAsync("catalog", "part", "--list")).Output.ShouldSatisfyAllConditions(
            static output => output.ShouldContain("adoption"), static output => output.ShouldContain("rfm"));
        var printed = await PersonaRun.DoneAsync("catalog", "part", "adoption", "--name", "running", "--affinity", "running_affinity");
        printed.Json.GetProperty("segments").EnumerateObject().Count().ShouldBe(6);
        printed.Error.ShouldContain("--reach");

        (await PersonaRun.DoneAsync("catalog", "part", "adoption", "--name", "running", "--affinity", "running_affinity", "--into", file)).Error.ShouldContain("comments are gone");
        (await PersonaRun.DoneAsync("catalog", "part", "rfm", "--name", "shop", "--signal", "order_completed", "--monetary", "mean", "--into", file)).Error.ShouldContain("version 6");

        var after = (await PersonaRun.DoneAsync("catalog", "validate", file)).Output;
        (Segments(after) - Segments(before)).ShouldBe(16);
        var again = await PersonaRun.OfAsync("catalog", "part", "rfm", "--name", "shop", "--signal", "order_completed", "--into", file);
        (again.ExitCode, again.Error.Contains("traits.shop_rfm", StringComparison.Ordinal)).ShouldBe((9, true), again.Error);
        (await PersonaRun.OfAsync("catalog", "part", "adoption", "--name", "tea", "--affinity", "nothing", "--into", file)).ExitCode.ShouldBe(3);
        (await PersonaRun.DoneAsync("catalog", "validate", file)).Output.ShouldBe(after, "what is refused changes nothing");
    }

    [Theory]
    [InlineData("adoption", "--name", "x", "--affinity", "s", "--cuts", "90,80,70,60,50", "--scores", "90,80,70,60,50")]
    [InlineData("adoption", "--name", "x", "--affinity", "s", "--cuts", "90,80,much,60,50")]
    [InlineData("adoption", "--name", "x", "--affinity", "s", "--scores", "90,80")]
    [InlineData("adoption", "--name", "x")]
    [InlineData("rfm", "--name", "x", "--signal", "s", "--monetary", "most")]
    public async Task Wrong_words_are_a_fault_of_usage(params string[] words) =>
        (await PersonaRun.OfAsync(["catalog", "part", .. words])).ShouldSatisfyAllConditions(
            static run => run.ExitCode.ShouldBe(2), static run => run.Error.ShouldContain("error:"), static run => run.Output.ShouldBeEmpty());

    private static int Segments(string validated) => int.Parse(validated.Split(" segments")[0].Split(' ')[^1], System.Globalization.CultureInfo.InvariantCulture);
}
