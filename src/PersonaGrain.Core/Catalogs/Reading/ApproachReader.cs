using PersonaGrain.Documents;

namespace PersonaGrain.Catalogs.Reading;

/// <summary>Reads how the members of a segment may best be spoken to.</summary>
internal static class ApproachReader
{
    internal static SegmentApproach Read(Fields fields)
    {
        var personality = fields["personality"]?.Word("personality", SegmentApproach.Personalities);
        var persuasion = fields["persuasion"] is { } node ? Principles(node) : [];
        return personality is null && persuasion.Count == 0 ? SegmentApproach.None : new SegmentApproach(
            personality is null ? null : (PersonalityTrait)SegmentApproach.Personalities.ToList().IndexOf(personality), persuasion);
    }

    private static List<PersuasionPrinciple> Principles(Node node)
    {
        var principles = new List<PersuasionPrinciple>();
        foreach (var item in node.Items("persuasion"))
        {
            if (item.Word("a principle of persuasion", SegmentApproach.Principles) is not { } word)
            {
                continue;
            }

            var principle = (PersuasionPrinciple)SegmentApproach.Principles.ToList().IndexOf(word);
            if (principles.Contains(principle))
            {
                item.Fault("this principle stands twice; the best one comes first, and each once");
            }
            else
            {
                principles.Add(principle);
            }
        }

        return principles;
    }
}
