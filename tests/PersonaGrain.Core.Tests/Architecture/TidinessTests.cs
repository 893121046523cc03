using System.Text.RegularExpressions;

namespace PersonaGrain.Architecture.Tests;

/// <summary>Sizes and habits that every file keeps.</summary>
public sealed partial class TidinessTests
{
    private static readonly string[] Texts = [".cs", ".csproj", ".props", ".json", ".jsonc", ".md", ".sh", ".yaml", ".yml", ".txt", ".sln"];

    [Fact]
    public void No_source_file_is_longer_than_400_lines() =>
        SourceTree.Sources.Where(file => SourceTree.Read(file).AsSpan().Count('\n') > 400).ShouldBeEmpty();

    [Fact]
    public void No_type_is_named_after_nothing() =>
        SourceTree.Sources.Select(file => Path.GetFileNameWithoutExtension(file))
            .Where(name => VagueName().IsMatch(name)).ShouldBeEmpty();

    [Fact]
    public void No_file_names_a_place_of_one_machine() =>
        SourceTree.Files.Where(file => Texts.Contains(Path.GetExtension(file)) || file.StartsWith(".ci/", StringComparison.Ordinal))
            .Where(file => MachinePath().IsMatch(SourceTree.Read(file))).ShouldBeEmpty();

    [Fact]
    public void No_source_leaves_work_for_later() =>
        SourceTree.Sources.Where(file => !file.EndsWith("/TidinessTests.cs", StringComparison.Ordinal))
            .Where(file => UnfinishedWork().IsMatch(SourceTree.Read(file))).ShouldBeEmpty();

    [GeneratedRegex("(Helper|Helpers|Manager|Utils|Utilities|Util|Common|Impl)$")]
    private static partial Regex VagueName();

    // Home folders, drive letters and work folders; written apart so that this file passes its own test.
    [GeneratedRegex("(?<![A-Za-z0-9._~/-])(/ho" + "me/|/ro" + "ot/|/Us" + "ers/|/wo" + "rk/|/tm" + "p/wt)|[A-Z]:\\\\\\\\?Us" + "ers")]
    private static partial Regex MachinePath();

    [GeneratedRegex(@"\b(TO" + "DO|FIX" + "ME|HACK)\b|throw new NotImplemented" + "Exception")]
    private static partial Regex UnfinishedWork();
}
