using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;

namespace PersonaGrain.Journals.Transfer;

/// <summary>Loads the signals that were set aside, in their order and with the time they came. One that is there already stays as it is.</summary>
internal sealed class QuarantineImport(IQuarantineStorage storage, TimeProvider time, ImportOptions options, ImportProgress progress)
{
    private readonly List<QuarantinedSignal> _part = [];
    private readonly StorageWait _wait = new(time, options.StorageTimeout);

    /// <summary>Takes the next one of the file.</summary>
    internal async ValueTask AddAsync(QuarantinedSignal held, CancellationToken cancellation)
    {
        _part.Add(held);
        if (_part.Count >= options.EntriesPerAppend)
        {
            await EndAsync(cancellation);
        }
    }

    /// <summary>Writes what was taken.</summary>
    /// <exception cref="JournalUnavailableException">Storage has given no answer for too long.</exception>
    internal async Task EndAsync(CancellationToken cancellation)
    {
        while (_part.Count > 0)
        {
            try
            {
                progress.SetAside(await storage.AppendAsync(_part, cancellation));
                _wait.Answered();
                _part.Clear();
            }
            catch (JournalUnavailableException unavailable)
            {
                await _wait.PauseAsync(unavailable.Message, unavailable.RetryAfter, cancellation);
            }
        }
    }
}
