using System.Globalization;

namespace PersonaGrain.Embedded.Store;

/// <summary>The lock that makes one grid the only owner of a folder. The system drops it when the process dies, however it dies.</summary>
internal sealed class StoreOwner : IDisposable
{
    private readonly FileStream _lock;
    private readonly string _card;

    private StoreOwner(FileStream file, string card)
    {
        _lock = file;
        _card = card;
    }

    /// <summary>Takes the folder, or gives null where another has it; <see cref="ReadCard"/> says who.</summary>
    public static StoreOwner? TryTake(string directory, DateTimeOffset now)
    {
        FileStream file;
        try
        {
            file = new FileStream(Path.Combine(directory, "owner.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException fault) when (IsHeld(fault))
        {
            return null;
        }

        try
        {
            var card = Path.Combine(directory, "owner.txt");
            File.WriteAllLines(card, [
                Environment.ProcessId.ToString(CultureInfo.InvariantCulture),
                now.ToString("O", CultureInfo.InvariantCulture),
                Environment.CommandLine.ReplaceLineEndings(" "),
            ]);
            return new StoreOwner(file, card);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Whether it is another's lock that stands in the way. The runtime throws the same type for a read-only or full disk, and tells them
    /// apart only by the system's number: EWOULDBLOCK of Linux and of macOS, the sharing and the lock violation of Windows.
    /// </summary>
    private static bool IsHeld(IOException fault) => OperatingSystem.IsWindows()
        ? (fault.HResult & 0xFFFF) is 32 or 33
        : fault.HResult == (OperatingSystem.IsLinux() ? 11 : 35);

    /// <summary>Who has the folder, as far as they said.</summary>
    public static EmbeddedGridOpening.HeldByAnother ReadCard(string directory)
    {
        try
        {
            var lines = File.ReadAllLines(Path.Combine(directory, "owner.txt"));
            if (lines.Length >= 3
                && int.TryParse(lines[0], CultureInfo.InvariantCulture, out var process)
                && DateTimeOffset.TryParse(lines[1], CultureInfo.InvariantCulture, out var since))
            {
                return new EmbeddedGridOpening.HeldByAnother(process, since, lines[2]);
            }
        }
        catch (IOException)
        {
            // The owner is just writing or removing its card; that somebody has the folder is known all the same.
        }

        return new EmbeddedGridOpening.HeldByAnother(0, null, "unknown");
    }

    /// <inheritdoc />
    public void Dispose()
    {
        try
        {
            File.Delete(_card);
        }
        catch (IOException)
        {
            // The folder is gone or out of reach: the lock goes all the same.
        }

        _lock.Dispose();
    }
}
