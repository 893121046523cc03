using System.Reflection;
using PersonaGrain.Grid;

namespace PersonaGrain.Architecture.Tests;

/// <summary>Core has no I/O, no clock and no chance; the analyzer bans them, and these tests keep the ban in place.</summary>
public sealed class PurityTests
{
    private static readonly Assembly Core = typeof(IProfileGrid).Assembly;

    [Theory]
    [InlineData("P:System.DateTime.UtcNow")]
    [InlineData("P:System.DateTime.Now")]
    [InlineData("P:System.DateTimeOffset.UtcNow")]
    [InlineData("P:System.DateTimeOffset.Now")]
    [InlineData("P:System.TimeProvider.System")]
    [InlineData("P:System.Random.Shared")]
    [InlineData("M:System.Guid.NewGuid")]
    [InlineData("N:System.IO")]
    [InlineData("N:System.Net")]
    public void Core_bans(string symbol) =>
        SourceTree.Read("src/PersonaGrain.Core/BannedSymbols.txt").Split('\n').ShouldContain(line => line.StartsWith(symbol + ";", StringComparison.Ordinal));

    [Fact]
    public void Core_hands_the_bans_to_the_analyzer_and_no_source_lifts_them()
    {
        SourceTree.Read("src/PersonaGrain.Core/PersonaGrain.Core.csproj").ShouldContain("<AdditionalFiles Include=\"BannedSymbols.txt\" />");
        SourceTree.Sources.Where(file => file.StartsWith("src/PersonaGrain.Core/", StringComparison.Ordinal))
            .Where(file => SourceTree.Read(file).Contains("RS0030", StringComparison.Ordinal)).ShouldBeEmpty();
        SourceTree.Read(".editorconfig").ShouldNotContain("RS0030");
    }

    [Fact]
    public void Learning_bans_what_core_bans_but_chance_that_comes_as_a_seed()
    {
        var banned = Symbols("PersonaGrain.Learning");

        Symbols("PersonaGrain.Core").Except(banned).ShouldBe(["T:System.Random"]);
        banned.ShouldContain("M:System.Random.#ctor");
        SourceTree.Read("src/PersonaGrain.Learning/PersonaGrain.Learning.csproj").ShouldContain("<AdditionalFiles Include=\"BannedSymbols.txt\" />");

        static string[] Symbols(string project) =>
            [.. SourceTree.Read($"src/{project}/BannedSymbols.txt").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(';')[0])];
    }

    [Theory]
    [InlineData("System.IO.FileSystem")]
    [InlineData("System.Net")]
    [InlineData("System.Console")]
    [InlineData("System.Threading.Thread")]
    [InlineData("System.Data")]
    [InlineData("Microsoft.")]
    public void Core_is_compiled_without(string assembly) =>
        Core.GetReferencedAssemblies().Select(name => name.Name ?? string.Empty)
            .Where(name => name.StartsWith(assembly, StringComparison.Ordinal)).ShouldBeEmpty();
}
