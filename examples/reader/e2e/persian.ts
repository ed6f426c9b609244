// More articles for the Persian paper: the demo has one. They borrow pictures of the demo's English articles.

import { signIn } from './desk.js';

type Desk = Awaited<ReturnType<typeof signIn>>;

interface Story {
  section: 'town' | 'sea' | 'culture';
  kicker: string;
  headline: string;
  lead: string;
  body: string;
  picture?: { of: string; alt: string; caption: string };
  isFeatured?: boolean;
}

const stories: Story[] = [
  {
    section: 'culture',
    kicker: 'کتاب',
    headline: 'کتابخانهٔ شهر جریمهٔ دیرکرد را برداشت',
    lead: 'گردآوری جریمه‌ها بیش از درآمد آن هزینه داشت. کتاب‌های گمشده یکی‌یکی به قفسه‌ها برمی‌گردند.',
    body: 'از فردا هیچ‌کس برای دیر آوردن کتاب جریمه نمی‌شود. مدیر کتابخانه می‌گوید در هفتهٔ نخستِ آزمایش، دویست کتاب به خانه برگشته است.',
  },
  {
    section: 'culture',
    kicker: 'جشنواره',
    headline: 'شب فانوس‌ها با قایق‌های کاغذی آغاز شد',
    lead: 'سیصد فانوس دست‌ساز روی آب خلیج رها شد و تا نیمه‌شب می‌درخشید.',
    body: 'کودکان مدرسهٔ اسکله یک ماه روی فانوس‌ها کار کرده بودند. باد آرام بود و هیچ فانوسی خاموش نشد.',
    picture: { of: 'lantern-regatta-in-six-pictures', alt: 'قایق‌های فانوس‌دار روی آب شبانه', caption: 'قایق‌ها در نخستین شب جشن.' },
  },
  {
    section: 'town',
    kicker: 'آموزش',
    headline: 'دانش‌آموزان با دوازده خط برنامه جدول جزر و مد ساختند',
    lead: 'ساعت مدرسه از این پس زمان بالا آمدن آب را هم نشان می‌دهد.',
    body: 'برنامه را سه دانش‌آموز سال نهم نوشته‌اند. معلم ریاضی می‌گوید خطای آن کمتر از چهار دقیقه است.',
  },
  {
    section: 'town',
    kicker: 'راه‌ها',
    headline: 'پل گردان دو شب روی خودروها بسته می‌شود',
    lead: 'پیاده‌ها و دوچرخه‌سواران همچنان می‌توانند بگذرند.',
    body: 'تعمیرکاران چرخ‌دندهٔ اصلی پل را عوض می‌کنند. راه جایگزین از کنار ایستگاه می‌گذرد.',
  },
  {
    section: 'sea',
    kicker: 'شیلات',
    headline: 'چرا صدف یک‌سوم گران‌تر شده، با آنکه صید کم نشده است',
    lead: 'طناب، سوخت و یخ گران شده‌اند. صیادان می‌گویند از سود چیزی نمانده است.',
    body: 'ما هزینه‌های سه قایق را در یک سال کنار هم گذاشتیم. سهم یخ دو برابر شده و سهم دستمزد کاهش یافته است.',
    picture: { of: 'why-mussels-cost-more-analysis', alt: 'دستی که طنابی پر از صدف را از آب بالا می‌کشد', caption: 'برداشت صدف در آب‌های جزیره.' },
  },
  {
    section: 'town',
    kicker: 'شورا',
    headline: 'شورای شهر با نه رأی در برابر شش رأی یخ‌خانهٔ کهنه را می‌خرد',
    lead: 'ساختمان سه‌طبقهٔ کنار اسکله بازار سرپوشیده می‌شود. مخالفان نگران هزینهٔ سقف هستند.',
    body: 'رأی‌گیری تا نزدیک نیمه‌شب کشید. اگر کمک استان برسد، کار سقف از بهار آغاز می‌شود.',
    picture: { of: 'council-votes-to-buy-ice-house', alt: 'انباری آجری با پنجره‌های تخته‌پوش', caption: 'یخ‌خانه سی سال است که خالی مانده.' },
    isFeatured: true,
  },
  {
    section: 'sea',
    kicker: 'کشتی‌ها',
    headline: 'کشتی مسافربری با ۸۴ سرنشین نزدیک دماغه لنگر انداخت',
    lead: 'طنابی شناور به پروانه پیچیده است. کسی آسیب ندیده و غواص در راه است.',
    body: 'کشتی نیم‌مایل مانده به بندر از حرکت بازایستاد. ناخدا برای احتیاط لنگر انداخت و قایق نجات در کنار آن ماند.\n\n> «کشتی سالم است و چایخانه‌اش باز.»\n\n## آنچه می‌دانیم\n\n- هشتاد و چهار مسافر و شش خدمه در کشتی‌اند.\n- آب به بدنه راه نیافته است.\n- سفرهای دیگر امروز انجام نمی‌شود.\n\nشرکت کشتی‌رانی می‌گوید مسافران امشب با تاکسی به خانه می‌رسند.',
    picture: { of: 'ferry-annis-tew-anchors-off-tansy-point', alt: 'کشتی سفید و سبز زیر صخره‌ها، با قایقی نارنجی در کنارش', caption: 'کشتی در پناه دماغه.' },
    isFeatured: true,
  },
];

/** Publishes the articles in Persian sections. Returns the path of the newest one's page. */
export async function fillPersianPaper(desk: Desk): Promise<string> {
  const sections = {
    sea: await desk.createSection('دریا', 'darya', 'بندر، کشتی‌ها و زندگی روی آب.'),
    town: await desk.createSection('شهر', 'shahr', 'خبرهای وسینگ، کوچه به کوچه.'),
    culture: await desk.createSection('فرهنگ', 'farhang', 'کتاب، نمایش، خوراک و جشن.'),
  };
  const author = await desk.createAuthor('نسرین دریاباری', 'nasrin-fa');
  let path = '';
  for (const { section, body, picture, isFeatured, ...texts } of stories) {
    const image = picture && (await desk.pictureOf(picture.of));
    const published = await desk.publish({
      ...texts,
      language: 'fa',
      section_id: sections[section],
      authors: [{ id: author, role: 'خبرنگار' }],
      body: { format: 'markdown', value: body },
      is_featured: isFeatured ?? false,
      lead_image: image ? { ...image, alt: picture.alt, caption: picture.caption } : null,
    });
    path = published.path;
  }
  return path;
}
