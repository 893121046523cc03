using System.Text.Json;
using PersonaGrain.Catalogs.Previews;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Cli.Stores;
using PersonaGrain.Gateway.Catalogs;

namespace PersonaGrain.Cli.Catalogs.Previews;

/// <summary>Goes through all people under a catalog, and tells who would enter segments and who would leave.</summary>
/// <param name="console">Where it writes.</param>
/// <param name="previews">Whom it asks.</param>
/// <param name="json">As JSON.</param>
internal sealed class PreviewRun(PersonaConsole console, IPreviews previews, bool json)
{
    private const int Shown = 5;

    private readonly PreviewSum _sum = new();

    /// <summary>Runs, and hands back the exit code.</summary>
    public async Task<int> RunAsync(string path, CancellationToken cancellation)
    {
        if (await CatalogFile.ReadAsync(console, path, cancellation) is not { Document: { } candidate })
        {
            return (int)ExitCode.FaultyInput;
        }

        var failed = 0;
        await ProgressDisplay.ShowAsync(
            console,
            async () =>
            {
                string? cursor = null;
                do
                {
                    var answer = await previews.PageAsync(candidate, cursor, cancellation);
                    if (answer.Json is not { } told)
                    {
                        failed = answer.ExitCode;
                        return;
                    }

                    var page = PreviewJson.ReadPage(told);
                    _sum.Add(page);
                    cursor = page.Next;
                }
                while (cursor is not null);
            },
            () => _sum.Share,
            Progress);
        if (failed != 0)
        {
            console.Notice("nothing was changed; what was read up to there is not told");
            return failed;
        }

        Tell();
        return (int)ExitCode.Done;
    }

    private string Progress() => $"{_sum.Looked:N0} people; "
        + (_sum.Changing.Any() ? string.Join(", ", _sum.Changing.Take(3).Select(one => $"{one.Name} +{Words(_sum.Of(one.Enter))} −{Words(_sum.Of(one.Leave))}")) : "nobody enters or leaves so far");

    private static string Words(Estimate estimate) => estimate.IsExact ? $"{estimate.Value:N0}" : $"{estimate.Low:N0}–{estimate.High:N0}";

    private void Tell()
    {
        if (json)
        {
            using var answers = new JsonAnswers(console.Output);
            answers.Write(_sum, Write);
            return;
        }

        if (!_sum.Changing.Any())
        {
            console.Answer($"nobody of {_sum.Looked:N0} people would enter or leave a segment");
        }
        else
        {
            var table = ConsoleTables.Create("segment", "members", "would be", "enter", "leave", "for example");
            foreach (var segment in _sum.Changing)
            {
                table.AddTexts(segment.Name, $"{segment.Now:N0}", $"{segment.Members:N0}", $"+{segment.Enter:N0}", $"−{segment.Leave:N0}", Examples(segment));
            }

            console.Answers.Write(table);
            console.Notice($"looked at {_sum.Looked:N0} people; nothing was changed");
        }

        if (_sum.PassedOver > 0)
        {
            console.Notice($"{_sum.PassedOver:N0} people could not be read, and are not counted");
        }

        if (_sum.AwaitsCensus)
        {
            console.Notice("conditions on where a score stands among people hold for nobody before the next census");
        }
    }

    private static string Examples(SegmentPreview segment) => string.Join(
        ", ", segment.Entering.Select(static one => "+" + TerminalText.Of(one.Value)).Concat(segment.Leaving.Select(static one => "−" + TerminalText.Of(one.Value))).Take(Shown));

    /// <summary>All pages as one, in the form of the API's.</summary>
    private static void Write(Utf8JsonWriter writer, PreviewSum sum)
    {
        writer.WriteStartObject();
        writer.WriteNumber("people"u8, sum.Looked);
        writer.WriteNumber("passedOver"u8, sum.PassedOver);
        writer.WriteBoolean("awaitsCensus"u8, sum.AwaitsCensus);
        PreviewJson.WriteSegments(writer, sum.Segments);
        writer.WriteEndObject();
    }
}
