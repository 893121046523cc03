using System.Diagnostics;
using PersonaGrain.Catalogs;
using PersonaGrain.Catalogs.Previews;
using PersonaGrain.Dashboard.Access;
using PersonaGrain.Dashboard.Live;
using PersonaGrain.Grid.Storage;

namespace PersonaGrain.Dashboard.Builder;

/// <summary>Tries a catalog out while it is written: page after page, until everybody was looked at or the catalog is another one. For one page, within its turns.</summary>
/// <param name="reader">Reads the grid.</param>
/// <param name="told">Told when there is more to show.</param>
internal sealed class LivePreview(GridReader reader, Action told) : IDisposable
{
    private const int FirstPage = 100;
    private const int Page = 250;
    private static readonly TimeSpan Typing = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(1);
    private CancellationTokenSource? _running;

    /// <summary>The catalog that is tried out; null for none.</summary>
    internal CatalogDocument? Candidate { get; private set; }

    /// <summary>What was counted so far; null before the first page.</summary>
    internal PreviewSum? Sum { get; private set; }

    /// <summary>Whether everybody was looked at.</summary>
    internal bool IsDone { get; private set; }

    /// <summary>Why it stopped; null where it did not.</summary>
    internal string? Fault { get; private set; }

    /// <summary>Begins anew after a short while; what was counted of another catalog is shown no more.</summary>
    internal void Begin(CatalogDocument? candidate)
    {
        Dispose();
        (Candidate, Sum, IsDone, Fault) = (candidate, null, false, null);
        if (candidate is not null)
        {
            _running = new CancellationTokenSource();
            _ = RunAsync(candidate, _running.Token);
        }
    }

    /// <summary>Ends it.</summary>
    public void Dispose()
    {
        _running?.Cancel();
        _running?.Dispose();
        _running = null;
    }

    private async Task RunAsync(CatalogDocument candidate, CancellationToken ended)
    {
        try
        {
            await Task.Delay(Typing, ended);
            await CountAsync(candidate, ended);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // Another catalog is tried out, or the page was left.
            return;
        }
        catch (SessionEndedException)
        {
            // The page itself finds that out, and leads to the form.
            return;
        }
        catch (TimeoutException)
        {
            Fault = Texts.GridSilent;
        }
        catch (Exception away) when (away is IOException or JournalUnavailableException)
        {
            Fault = Layout.Numbers.Say(Texts.BuilderPreviewStopped, away.Message);
        }

        told();
    }

    private async Task CountAsync(CatalogDocument candidate, CancellationToken ended)
    {
        var sum = new PreviewSum();
        string? cursor = null;
        do
        {
            var (began, after) = (Stopwatch.GetTimestamp(), cursor);
            var page = await reader.ReadAsync((grid, token) => grid.PreviewAsync(candidate, after, after is null ? FirstPage : Page, token), ended);
            ended.ThrowIfCancellationRequested();
            sum.Add(page);
            cursor = page.Next;
            (Sum, IsDone) = (sum, cursor is null);
            told();
            if (cursor is not null)
            {
                // Half of a processor at most, whoever else needs it.
                var rest = Stopwatch.GetElapsedTime(began);
                await Task.Delay(rest < LongestRest ? rest : LongestRest, ended);
            }
        }
        while (cursor is not null);
    }
}
