using PersonaGrain.Binary;
using PersonaGrain.Catalogs.Compilation;

namespace PersonaGrain.Profiles.Snapshots;

/// <summary>The stored form of memberships, by the names of segments; those of segments that the catalog lost among them.</summary>
internal sealed class MembershipCodec(CatalogModel model)
{
    /// <summary>Writes every membership that ever changed.</summary>
    internal void Write(ProfileState state, in ByteWriter writer)
    {
        var known = state.FormerSegments?.Count ?? 0;
        foreach (ref readonly var entry in state.Segments.AsSpan())
        {
            known += entry.Version > 0 ? 1 : 0;
        }

        writer.Unsigned((ulong)known);
        for (var index = 0; index < state.Segments.Length; index++)
        {
            if (state.Segments[index].Version > 0)
            {
                Write(model.Segments[index].Name, state.Segments[index], writer);
            }
        }

        foreach (var (name, entry) in state.FormerSegments ?? [])
        {
            Write(name, entry, writer);
        }
    }

    /// <summary>Reads memberships into this catalog.</summary>
    internal void Read(ProfileState state, ref ByteReader reader)
    {
        for (var left = reader.Count(); left > 0; left--)
        {
            var name = reader.Text();
            var entry = new SegmentEntry
            {
                Member = reader.Byte() != 0,
                Since = (long)reader.Unsigned(),
                Version = (int)reader.Unsigned(),
                Score = reader.Number(),
            };
            if (model.SegmentIndex.TryGetValue(name, out var index))
            {
                state.Segments[index] = entry;
            }
            else
            {
                (state.FormerSegments ??= [])[name] = entry;
            }
        }
    }

    private static void Write(string name, in SegmentEntry entry, in ByteWriter writer)
    {
        writer.Text(name);
        writer.Byte((byte)(entry.Member ? 1 : 0));
        writer.Unsigned((ulong)entry.Since);
        writer.Unsigned((ulong)entry.Version);
        writer.Number(entry.Score);
    }
}
