/** 调入, 分配到, 加盟, 返聘于: who moves somewhere works there, whether or not a title is told. */
export const MOVES = new RegExp(
  '^(?:[调转][入至到往]|加盟|入职|分配?[到至在]|进入|返聘[于到至在]|[Jj]oined|[Mm]oved to|for|' +
    String.raw`(?:was|been) \w+ed (?:at|by|with)|[Ww]as with|[Pp]layed \w+)$`,
);

/** What somebody did, where a title in the sentence says better what they were. */
export const VERB = new RegExp(
  '^(?:[调转]|加盟|入职|分|进入)|^留校$|^[Ww]ork|任教|执教|任职|供职|就职|工作|教职|教书|^教了?$|taught|' +
    '^teach(?!ing (?:[Ff]ellow|[Aa]ssist|[Aa]ssoc|[Pp]rof|[Ii]nstr|[Pp]osit|[Ff]aculty))|lectur(?:ed|ing)|' +
    '^[Jj]oined|^[Oo]n the',
);
