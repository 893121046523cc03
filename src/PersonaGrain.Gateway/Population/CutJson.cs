using System.Text.Json;
using PersonaGrain.Catalogs;
using PersonaGrain.Population.Cuts;

namespace PersonaGrain.Gateway.Population;

/// <summary>Writes where a score is cut among people: <c>{"kind","among","at","people","threshold","atOrAbove","share","error"}</c>.</summary>
internal static class CutJson
{
    internal static void Write(Utf8JsonWriter writer, in PublishedCut cut)
    {
        writer.WriteStartObject();
        writer.WriteString("kind"u8, cut.Cut.Kind == CutKind.Rank ? "rank" : "percentile");
        writer.WriteString("among"u8, cut.Cut.Kind == CutKind.Everybody ? "everybody" : "scored");
        writer.WriteNumber("at"u8, cut.Cut.At);
        writer.WriteNumber("people"u8, cut.People);
        if (cut.IsKnown)
        {
            writer.WriteNumber("threshold"u8, cut.Threshold);
            writer.WriteNumber("atOrAbove"u8, cut.AtOrAbove);
            writer.WriteNumber("share"u8, cut.Share);
            writer.WriteNumber("error"u8, cut.Error);
        }
        else
        {
            writer.WriteNull("threshold"u8);
            writer.WriteNull("atOrAbove"u8);
            writer.WriteNull("share"u8);
            writer.WriteNull("error"u8);
        }

        writer.WriteEndObject();
    }
}
