using System.Buffers;
using System.Runtime.InteropServices;
using PersonaGrain.Binary;
using PersonaGrain.Catalogs;
using PersonaGrain.Profiles;
using PersonaGrain.Scoring;

namespace PersonaGrain.Population.Cuts;

/// <summary>Tells whether cuts were counted by the scores that people have now.</summary>
/// <remarks>
/// A census counts people by the scores they had under the generation before. Where the generation it makes, a decision about weights, or a new catalog gives them
/// others, thresholds are of scores that nobody has any more: then the next census comes soon (<see cref="Census.CensusInterval"/>).
/// </remarks>
public static class CutCounting
{
    /// <summary>Whether everything that a catalog's conditions ask for was counted by the scores that people have under a generation.</summary>
    public static bool IsOf(Catalog catalog, PopulationModel population)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(population);
        return !catalog.Model.Cuts.All.Any() || population.Section<CutSection>()?.CountedBy == FingerprintOf(catalog, population);
    }

    /// <summary>A number that stands for what the scores that are cut are made of: catalog, weights, correlations and models of look-alikes.</summary>
    public static ulong FingerprintOf(Catalog catalog, PopulationModel population)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        var bytes = new ArrayBufferWriter<byte>();
        var writer = new ByteWriter(bytes);
        writer.Unsigned((ulong)catalog.Version);
        foreach (var shape in catalog.Model.Scores)
        {
            if (shape.Cuts.Length > 0)
            {
                writer.Text(shape.Name);
                new ScoreModel(shape, catalog.Model.Slots, population).WriteNumbers(writer);
            }
        }

        // Sixteen bits a character: what is hashed are the bytes, whatever they would be as text.
        return MessageFingerprint.Of(MemoryMarshal.Cast<byte, char>([.. bytes.WrittenSpan, .. new byte[bytes.WrittenCount % sizeof(char)]]));
    }
}
