using System.Buffers;
using PersonaGrain.Catalogs;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Journals.Transfer;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Testing.Journals;

/// <summary>Journal files in memory.</summary>
public static class JournalFiles
{
    /// <summary>A header; the clock stands at <see cref="Some.Now"/> unless told otherwise.</summary>
    public static TransferHeader Header(CatalogDocument? catalog = null, Instant? now = null, ReadOnlyMemory<byte> population = default) =>
        new("system", now ?? Some.Now, catalog ?? Some.Catalog(), population);

    /// <summary>A file of profiles with their entries, all dealt with up to the header's time.</summary>
    public static byte[] Write(TransferHeader header, params (ProfileId Profile, JournalEntry[] Entries)[] profiles)
    {
        var target = new ArrayBufferWriter<byte>();
        using var writer = new TransferWriter(target);
        writer.Write(header);
        foreach (var (profile, entries) in profiles)
        {
            writer.Begin(profile, header.Now, entries.Length);
            Array.ForEach(entries, entry => writer.Write(entry));
        }

        writer.End();
        return target.WrittenSpan.ToArray();
    }

    /// <summary>A file of what is set aside alone.</summary>
    public static byte[] WriteWithQuarantine(TransferHeader header, params QuarantinedSignal[] quarantined)
    {
        ArgumentNullException.ThrowIfNull(header);
        var target = new ArrayBufferWriter<byte>();
        using var writer = new TransferWriter(target);
        writer.Write(header with { HasQuarantine = true });
        Array.ForEach(quarantined, writer.Write);
        writer.End();
        return target.WrittenSpan.ToArray();
    }

    /// <summary>Reads a whole file.</summary>
    /// <exception cref="TransferException">It is not whole.</exception>
    public static List<TransferLine> Read(ReadOnlySpan<byte> file)
    {
        using var reader = new TransferReader();
        var lines = new List<TransferLine>();
        while (file.IndexOf((byte)'\n') is var end and >= 0)
        {
            lines.Add(reader.Read(file[..end]));
            file = file[(end + 1)..];
        }

        reader.ThrowIfIncomplete();
        return file.IsEmpty ? lines : throw reader.Unreadable("a line without an end");
    }

    /// <summary>The lines one by one, as a program reads them.</summary>
    public static async IAsyncEnumerable<TransferLine> Stream(IEnumerable<TransferLine> lines)
    {
        foreach (var line in lines)
        {
            await Task.CompletedTask;
            yield return line;
        }
    }

    /// <summary>The entries of each profile.</summary>
    public static Dictionary<string, List<JournalEntry>> Profiles(IEnumerable<TransferLine> lines)
    {
        var profiles = new Dictionary<string, List<JournalEntry>>();
        var current = new List<JournalEntry>();
        foreach (var line in lines)
        {
            if (line is TransferLine.Profile profile)
            {
                profiles.Add(profile.Id.Value, current = []);
            }
            else if (line is TransferLine.Entry entry)
            {
                current.Add(entry.Value);
            }
        }

        return profiles;
    }
}
