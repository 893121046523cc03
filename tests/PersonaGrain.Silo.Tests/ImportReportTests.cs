using PersonaGrain.Journals.Transfer;
using PersonaGrain.Silo.Commands;

namespace PersonaGrain.Silo.Tests;

/// <summary>What an import tells about itself.</summary>
public sealed class ImportReportTests
{
    [Fact]
    public async Task Finished_import_says_what_is_next()
    {
        var (exit, output, error) = await TellAsync(new ImportResult.Finished(new ImportSummary(1, 0, 0, 0, [], 14)), hasWritten: true);

        (exit, error).ShouldBe(((int)ExitCode.Done, string.Empty));
        output.ShouldStartWith("1 profile imported, 0 completed, 0 were there already; 14 entries written. Next: ");
    }

    [Fact]
    public async Task Refused_profiles_have_no_next_step()
    {
        var (exit, output, error) = await TellAsync(new ImportResult.Finished(new ImportSummary(2, 0, 0, 1, ["ann"], 5)), hasWritten: true);

        exit.ShouldBe((int)ExitCode.Refused);
        output.ShouldNotContain("Next");
        error.ShouldContain("1 profile has entries");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Only_what_was_written_is_said_to_be_kept(bool hasWritten)
    {
        var (exit, _, error) = await TellAsync(new ImportResult.Unavailable("the database is away"), hasWritten);

        exit.ShouldBe((int)ExitCode.StoreUnavailable);
        error.Contains("what was written is kept", StringComparison.Ordinal).ShouldBe(hasWritten);
    }

    private static async Task<(int Exit, string Output, string Error)> TellAsync(ImportResult result, bool hasWritten)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exit = await ImportReport.TellAsync(result, hasWritten, json: false, output, error);
        return (exit, output.ToString(), error.ToString());
    }
}
