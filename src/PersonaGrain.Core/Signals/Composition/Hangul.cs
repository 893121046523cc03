namespace PersonaGrain.Signals.Composition;

/// <summary>Syllables of Hangul and their letters, which are computed and stand in no table (Unicode 14.0, chapter 3.12).</summary>
internal static class Hangul
{
    private const int FirstSyllable = 0xAC00;
    private const int FirstInitial = 0x1100;
    private const int FirstVowel = 0x1161;

    // One before the first final: a syllable without a final counts as having this one.
    private const int NoFinal = 0x11A7;
    private const int Initials = 19;
    private const int Vowels = 21;
    private const int Finals = 28;

    /// <summary>Whether a letter may join a syllable or letter before it.</summary>
    internal static bool Joins(int character) => character is (>= FirstVowel and < FirstVowel + Vowels) or (> NoFinal and < NoFinal + Finals);

    /// <summary>A syllable as its open syllable and final, or as its initial and vowel.</summary>
    internal static bool TryTakeApart(int character, out int first, out int second)
    {
        (first, second) = (0, 0);
        var place = character - FirstSyllable;
        if (place is < 0 or >= Initials * Vowels * Finals)
        {
            return false;
        }

        var final = place % Finals;
        (first, second) = final > 0
            ? (character - final, NoFinal + final)
            : (FirstInitial + (place / (Vowels * Finals)), FirstVowel + (place / Finals % Vowels));
        return true;
    }

    /// <summary>The syllable of an initial and a vowel, or of an open syllable and a final.</summary>
    internal static bool TryPutTogether(int first, int second, out int whole)
    {
        var (initial, vowel, final, place) = (first - FirstInitial, second - FirstVowel, second - NoFinal, first - FirstSyllable);
        if (initial is >= 0 and < Initials && vowel is >= 0 and < Vowels)
        {
            whole = FirstSyllable + (((initial * Vowels) + vowel) * Finals);
            return true;
        }

        whole = first + final;
        return place is >= 0 and < Initials * Vowels * Finals && place % Finals == 0 && final is > 0 and < Finals;
    }
}
