using PersonaGrain.Cli.Consoles;

namespace PersonaGrain.Cli.Ingest.Sources;

/// <summary>What of a run's files can be read only once, standard input and pipes: copied to temporary files, since files are looked at before they are loaded.</summary>
internal sealed class PipedInputs : IDisposable
{
    /// <summary>Names standard input.</summary>
    public const string StandardInput = "-";

    // Far more than the rows that a look shows.
    private const long LookBound = 1 << 24;

    private readonly Dictionary<string, string> _copies = new(StringComparer.Ordinal);

    private PipedInputs()
    {
    }

    /// <summary>Reads what has to be copied.</summary>
    /// <param name="console">Where standard input is read from, and progress is told.</param>
    /// <param name="files">The files of the run.</param>
    /// <param name="isLook">Only their beginnings are wanted.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="IOException">A file can not be read, or the folder for temporary files not be written.</exception>
    public static async Task<PipedInputs> ReadAsync(PersonaConsole console, IEnumerable<string> files, bool isLook, CancellationToken cancellation)
    {
        var inputs = new PipedInputs();
        try
        {
            foreach (var path in files.Distinct(StringComparer.Ordinal))
            {
                await using var content = path == StandardInput ? console.Input() : Open(path);
                if (path == StandardInput || !content.CanSeek)
                {
                    await inputs.CopyAsync(console, path, content, isLook ? LookBound : long.MaxValue, cancellation);
                }
            }

            return inputs;
        }
        catch
        {
            inputs.Dispose();
            throw;
        }
    }

    /// <summary>How an input is called in messages.</summary>
    public static string NameOf(string path) => path == StandardInput ? "standard input" : path;

    /// <summary>Where the content of a file can be read as often as needed.</summary>
    public string OnDisk(string path) => _copies.GetValueOrDefault(path, path);

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var copy in _copies.Values)
        {
            File.Delete(copy);
        }
    }

    private static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);

    private async Task CopyAsync(PersonaConsole console, string path, Stream content, long bound, CancellationToken cancellation)
    {
        // Made for its owner's eyes only.
        var copy = Path.GetTempFileName();
        _copies.Add(path, copy);
        var length = 0L;
        var work = WriteAsync();
        await ProgressDisplay.TellAsync(console, work, () => $"reading {NameOf(path)} to its end: {length >> 20:N0} MB so far");
        await work;

        async Task WriteAsync()
        {
            await using var file = new FileStream(copy, FileMode.Create, FileAccess.Write);
            var buffer = new byte[1 << 16];
            while (length < bound && await content.ReadAsync(buffer, cancellation) is > 0 and var read)
            {
                await file.WriteAsync(buffer.AsMemory(0, read), cancellation);
                length += read;
            }
        }
    }
}
