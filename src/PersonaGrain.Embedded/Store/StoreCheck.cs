using System.Buffers.Binary;

namespace PersonaGrain.Embedded.Store;

/// <summary>Finds a file that was cut short before anything is read from it.</summary>
internal static class StoreCheck
{
    private const int HeaderBytes = 100;
    private const int FrameBytes = 24;

    /// <summary>What is wrong with the file; null where nothing is, or where there is none.</summary>
    public static EmbeddedGridOpening.Damaged? Find(string path)
    {
        if (!File.Exists(path) || new FileInfo(path).Length == 0)
        {
            return null;
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        Span<byte> header = stackalloc byte[HeaderBytes];
        if (file.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false) < HeaderBytes || !header.StartsWith("SQLite format 3\0"u8))
        {
            return new EmbeddedGridOpening.Damaged("grid.db is no store", "name another data directory, or restore the file from a backup");
        }

        // The log beside the file may hold the missing pages: a crash in the middle of moving them is no damage.
        var pageBytes = BinaryPrimitives.ReadUInt16BigEndian(header[16..]) is var size && size == 1 ? 65_536 : size;
        var expected = (long)BinaryPrimitives.ReadUInt32BigEndian(header[28..]) * pageBytes;
        var log = new FileInfo(path + "-wal");
        return file.Length < expected && (!log.Exists || log.Length <= FrameBytes + pageBytes)
            ? new EmbeddedGridOpening.Damaged(
                $"grid.db has {file.Length} bytes of {expected}: it was cut short", "restore the store from a backup, or move its files away to begin anew")
            : null;
    }
}
